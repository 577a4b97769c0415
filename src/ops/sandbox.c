#include "ops/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#ifdef DP_INSTRUMENTED
enum { INSTRUMENTED = 1 };
#else
enum { INSTRUMENTED = 0 };
#endif

void dp_sandbox_hide(void) {
    if (INSTRUMENTED) return;
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

/* --------------------------------------------------------------------------------------------------- lists */

/* By name, for they are not the same on every kind of processor; one that this kind has not is passed over. */
static const char *const allowed[] = {
    /* files that are open, and what is known of others */
    "read", "readv", "pread64", "write", "writev", "close", "lseek", "_llseek", "fstat", "fstat64", "newfstatat",
    "fstatat64", "stat", "stat64", "lstat", "lstat64", "statx", "access", "faccessat", "faccessat2", "readlink",
    "readlinkat", "getdents64", "getcwd", "fadvise64", "fcntl", "fcntl64", "dup",
    /* waiting */
    "poll", "ppoll", "select", "_newselect", "pselect6", "epoll_create1", "epoll_ctl", "epoll_wait", "epoll_pwait",
    "epoll_pwait2", "eventfd2", "pipe", "pipe2", "futex", "nanosleep", "clock_nanosleep", "restart_syscall",
    "rt_sigtimedwait",
    /* connections */
    "connect", "accept", "accept4", "getsockname", "getpeername", "getsockopt", "setsockopt", "send", "sendto",
    "sendmsg", "sendmmsg", "recv", "recvfrom", "recvmsg", "recvmmsg", "shutdown", "socketpair",
    /* memory */
    "brk", "munmap", "mremap", "madvise", "membarrier",
    /* threads, signals and the end */
    "set_robust_list", "set_tid_address", "rseq", "gettid", "getpid", "sched_yield", "sched_getaffinity", "getcpu",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigreturn", "sigaltstack", "exit", "exit_group",
    /* clocks, numbers and names */
    "clock_gettime", "clock_gettime64", "clock_getres", "gettimeofday", "time", "getrandom", "getrusage", "sysinfo",
    "uname", "getrlimit", "ugetrlimit", "getuid", "geteuid", "getgid", "getegid"};

/* What only somebody else's code would ask for. */
static const char *const deadly[] = {
    "execve",      "execveat",     "ptrace",          "process_vm_readv", "process_vm_writev",
    "mount",       "umount2",      "pivot_root",      "chroot",           "setns",
    "unshare",     "bpf",          "perf_event_open", "userfaultfd",      "io_uring_setup",
    "init_module", "finit_module", "kexec_load",      "keyctl",           "add_key",
    "setuid",      "setgid",       "setreuid",        "setresuid"};

/* ------------------------------------------------------------------------------------------------- filter */

typedef struct filter {
    scmp_filter_ctx context;
    int error; /* the first, 0: none */
} filter;

/* A rule for one system call, with at most one condition on its arguments. */
static void rule(filter *to, uint32_t action, const char *name, const struct scmp_arg_cmp *condition) {
    int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR || to->error) return;
    int result = seccomp_rule_add_array(to->context, action, number, condition ? 1 : 0, condition);
    if (result != 0 && result != -EDOM) to->error = -result;
}

static void allow_if(filter *to, const char *name, struct scmp_arg_cmp condition) {
    rule(to, SCMP_ACT_ALLOW, name, &condition);
}

static struct scmp_arg_cmp equals(unsigned argument, scmp_datum_t value) {
    return (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_EQ, .datum_a = value};
}

static struct scmp_arg_cmp masked(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
    return (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};
}

static void add_files(filter *to) {
    enum { CHANGES = O_ACCMODE | O_CREAT | O_TRUNC };
    allow_if(to, "open", masked(1, CHANGES, O_RDONLY));
    allow_if(to, "openat", masked(2, CHANGES, O_RDONLY));
    static const unsigned requests[] = {FIONBIO, FIONREAD, TCGETS};
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        allow_if(to, "ioctl", equals(1, requests[i]));
    }
}

static void add_memory(filter *to) {
    static const char *const maps[] = {"mmap", "mmap2"};
    for (size_t i = 0; i < 2; i++) {
        allow_if(to, maps[i], masked(2, PROT_WRITE, 0));
        allow_if(to, maps[i], masked(2, PROT_EXEC, 0));
    }
    allow_if(to, "mprotect", masked(2, PROT_EXEC, 0));
}

/* clone3 has its flags in memory, where a filter cannot look: where it is not known the C library takes clone. */
static void add_threads(filter *to) {
    allow_if(to, "clone", masked(0, CLONE_THREAD, CLONE_THREAD));
    allow_if(to, "tgkill", equals(0, (scmp_datum_t)getpid()));
    allow_if(to, "prctl", equals(0, PR_SET_NAME));
    allow_if(to, "prlimit64", equals(2, 0)); /* asks, and sets nothing */
}

static void add_network(filter *to) {
    allow_if(to, "socket", equals(0, AF_INET));
    allow_if(to, "socket", equals(0, AF_INET6));
    static const char *const refused[] = {"bind", "listen", "fork", "vfork", "kill", "tkill"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) rule(to, SCMP_ACT_ERRNO(EPERM), refused[i], NULL);
}

static int load(filter *to) {
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) rule(to, SCMP_ACT_ALLOW, allowed[i], NULL);
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) rule(to, SCMP_ACT_KILL_PROCESS, deadly[i], NULL);
    add_files(to);
    add_memory(to);
    add_threads(to);
    add_network(to);
    if (!to->error) to->error = -seccomp_attr_set(to->context, SCMP_FLTATR_CTL_TSYNC, 1);
    if (!to->error) to->error = -seccomp_load(to->context);
    return to->error;
}

dp_sandbox_result dp_sandbox_close(char *reason, size_t size) {
    if (INSTRUMENTED) {
        snprintf(reason, size, "this build is for tests");
        return DP_SANDBOX_INSTRUMENTED;
    }
    /* ENOSYS, since the C library knows what to do without a system call that is newer than the kernel. */
    filter made = {.context = seccomp_init(SCMP_ACT_ERRNO(ENOSYS))};
    int error = made.context ? load(&made) : ENOMEM;
    if (made.context) seccomp_release(made.context);
    if (error == 0) return DP_SANDBOX_CLOSED;
    snprintf(reason, size, "system calls cannot be limited: %s", strerror(error));
    return DP_SANDBOX_FAILED;
}
