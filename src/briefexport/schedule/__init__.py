"""When a briefing is made and sent by itself: the times, the lines of cron, the units of systemd, and the run."""
