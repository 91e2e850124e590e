"""The words for how often, and the fields of a cron line that they stand for."""

EVERY = {
    "hour": "{minute} * * * *",
    "day": "{minute} {hour} * * *",
    "weekday": "{minute} {hour} * * 1-5",
    "monday": "{minute} {hour} * * 1",
    "tuesday": "{minute} {hour} * * 2",
    "wednesday": "{minute} {hour} * * 3",
    "thursday": "{minute} {hour} * * 4",
    "friday": "{minute} {hour} * * 5",
    "saturday": "{minute} {hour} * * 6",
    "sunday": "{minute} {hour} * * 0",
    "month": "{minute} {hour} 1 * *",
}
