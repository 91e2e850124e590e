"""The last mile: sets on disk are proved, and go to those who are to have them."""
