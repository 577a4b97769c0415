#include "stream/waker.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

int dp_waker_open(dp_waker *waker) {
    int ends[2];
    *waker = (dp_waker){-1, -1};
    if (pipe(ends)) return -1;
    *waker = (dp_waker){ends[0], ends[1]};
    for (int i = 0; i < 2; i++) {
        int flags = fcntl(ends[i], F_GETFL);
        if (flags < 0 || fcntl(ends[i], F_SETFL, flags | O_NONBLOCK) || fcntl(ends[i], F_SETFD, FD_CLOEXEC)) {
            dp_waker_close(waker);
            return -1;
        }
    }
    return 0;
}

void dp_waker_close(dp_waker *waker) {
    if (waker->read_fd >= 0) close(waker->read_fd);
    if (waker->write_fd >= 0) close(waker->write_fd);
    *waker = (dp_waker){-1, -1};
}

void dp_waker_wake(const dp_waker *waker) {
    /* A full pipe is as good as a written one: the reader will wake. */
    ssize_t written = write(waker->write_fd, "", 1);
    (void)written;
}

void dp_waker_wait(const dp_waker *waker, int timeout_ms) {
    struct pollfd poller = {.fd = waker->read_fd, .events = POLLIN};
    if (poll(&poller, 1, timeout_ms) <= 0) return;
    char bytes[256];
    while (read(waker->read_fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes) continue;
}
