/* cron.h - the schedules of CronJobs */
#ifndef BTH_KUBE_CRON_H
#define BTH_KUBE_CRON_H

#include "base/str.h"

/*
 * NULL when github.com/robfig/cron's ParseStandard takes @schedule, else what is wrong with
 * which part of it: "the hour '24' is above 23". A time zone in front is not looked at.
 */
const char *bth_cron_check(struct bth_arena *arena, struct bth_str schedule);

/* Where the schedule itself begins behind "TZ=Europe/Zurich " or "CRON_TZ=…"; 0 without. */
size_t bth_cron_skip_zone(struct bth_str *zone, struct bth_str schedule);

#endif
