#include "ops/process.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static void add_metric(dp_buffer *text, const char *name, const char *kind, const char *help) {
    dp_buffer_format(text, "# HELP %s %s\n# TYPE %s %s\n%s ", name, help, name, kind, name);
}

static void add_cpu(dp_buffer *text) {
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return;
    int64_t microseconds = ((int64_t)usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec +
                           usage.ru_stime.tv_usec;
    add_metric(text, "process_cpu_seconds_total", "counter", "CPU time of the process, user and system.");
    dp_buffer_format(text, "%" PRId64 ".%06" PRId64 "\n", microseconds / 1000000, microseconds % 1000000);
}

static void add_memory(dp_buffer *text) {
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return;
    uint64_t virtual_pages, resident_pages;
    int got = fscanf(file, "%" SCNu64 " %" SCNu64, &virtual_pages, &resident_pages);
    fclose(file);
    long page = sysconf(_SC_PAGESIZE);
    if (got != 2 || page <= 0) return;
    add_metric(text, "process_virtual_memory_bytes", "gauge", "Virtual memory of the process.");
    dp_buffer_format(text, "%" PRIu64 "\n", virtual_pages * (uint64_t)page);
    add_metric(text, "process_resident_memory_bytes", "gauge", "Resident memory of the process.");
    dp_buffer_format(text, "%" PRIu64 "\n", resident_pages * (uint64_t)page);
}

static void add_descriptors(dp_buffer *text) {
    DIR *folder = opendir("/proc/self/fd");
    if (!folder) return;
    int open_now = -1; /* the folder's own descriptor is not counted */
    for (const struct dirent *entry; (entry = readdir(folder));) open_now += entry->d_name[0] != '.';
    closedir(folder);
    add_metric(text, "process_open_fds", "gauge", "Open file descriptors.");
    dp_buffer_format(text, "%d\n", open_now);
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    add_metric(text, "process_max_fds", "gauge", "Most file descriptors that may be open.");
    dp_buffer_format(text, "%" PRIu64 "\n", (uint64_t)limit.rlim_cur);
}

/* The 22nd field of /proc/self/stat counts clock ticks from boot to the start of the process. */
static void add_start(dp_buffer *text) {
    char line[1024];
    FILE *file = fopen("/proc/self/stat", "re");
    if (!file) return;
    size_t got = fread(line, 1, sizeof line - 1, file);
    fclose(file);
    line[got] = '\0';
    const char *after_name = strrchr(line, ')');
    uint64_t ticks;
    struct timespec since_boot, now;
    long rate = sysconf(_SC_CLK_TCK);
    if (!after_name || rate <= 0 ||
        sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %" SCNu64,
               &ticks) != 1 ||
        clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0 || clock_gettime(CLOCK_REALTIME, &now) != 0) {
        return;
    }
    int64_t age = (int64_t)since_boot.tv_sec - (int64_t)(ticks / (uint64_t)rate);
    add_metric(text, "process_start_time_seconds", "gauge", "Start of the process, seconds since 1970.");
    dp_buffer_format(text, "%" PRId64 "\n", (int64_t)now.tv_sec - age);
}

void dp_process_render(dp_buffer *text) {
    add_cpu(text);
    add_memory(text);
    add_descriptors(text);
    add_start(text);
}
