/* What a worker gives up, and that what it needs still works. Each trial is a process of its own. */
#include "unit.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ops/sandbox.h"

enum { WELL = 0, NOT_CLOSED = 99, NOBODY = 65534 };

/* Runs `trial` in a process that has closed its sandbox; gives wait's status. */
static int try(int (*trial)(void)) {
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char reason[128];
        _exit(dp_sandbox_close(reason, sizeof reason) == DP_SANDBOX_CLOSED ? trial() : NOT_CLOSED);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void assert_well(const char *name, int (*trial)(void)) {
    int status = try(trial);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != WELL) fail_msg("%s: status %d", name, status);
}

static void assert_killed(const char *name, int (*trial)(void)) {
    int status = try(trial);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGSYS) fail_msg("%s: status %d", name, status);
}

/* ------------------------------------------------------------------------------------------- still possible */

static void *add_one(void *number) {
    atomic_fetch_add((atomic_int *)number, 1);
    return NULL;
}

static int threads_and_memory(void) {
    atomic_int count = 0;
    for (int i = 0; i < 20; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, add_one, &count) || pthread_join(thread, NULL)) return 1;
    }
    char *large = malloc(64 << 20);
    if (!large) return 2;
    memset(large, 1, 64 << 20);
    large = realloc(large, 128 << 20);
    if (!large) return 3;
    free(large);
    return count == 20 ? WELL : 4;
}

static int files_to_read(void) {
    char text[64];
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file || !fgets(text, sizeof text, file) || fclose(file)) return 1;
    DIR *folder = opendir("/proc/self/fd");
    if (!folder || !readdir(folder) || closedir(folder)) return 2;
    struct rlimit limit;
    struct rusage usage;
    if (getrlimit(RLIMIT_NOFILE, &limit) || getrusage(RUSAGE_SELF, &usage)) return 3;
    return access("/etc", R_OK);
}

static int names_and_connections(void) {
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM}, *found;
    if (getaddrinfo("localhost", "9092", &wanted, &found)) return 1;
    freeaddrinfo(found);
    int client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in nobody = {.sin_family = AF_INET, .sin_port = htons(1)};
    nobody.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (client < 0) return 2;
    if (connect(client, (struct sockaddr *)&nobody, sizeof nobody) == 0) return 3;
    if (errno != ECONNREFUSED && errno != EINPROGRESS) return 4;
    int ends[2];
    return pipe(ends) || socketpair(AF_UNIX, SOCK_STREAM, 0, ends) ? 5 : WELL;
}

/* Made before the sandbox is closed, in place of a name server. */
static int name_server = -1;

/* What the C library does to ask a name server: two questions at once, and their answers. */
static int questions(void) {
    struct sockaddr_in server;
    socklen_t size = sizeof server;
    int client = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1, waiting = 0;
    if (client < 0 || getsockname(name_server, (struct sockaddr *)&server, &size)) return 1;
    setsockopt(client, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
    if (connect(client, (struct sockaddr *)&server, size)) return 2;
    char question[] = "A", got[8];
    struct iovec part = {question, sizeof question};
    struct mmsghdr both[2] = {{.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}},
                              {.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}}};
    if (sendmmsg(client, both, 2, MSG_NOSIGNAL) != 2) return 3;
    struct pollfd wait = {.fd = name_server, .events = POLLIN};
    if (poll(&wait, 1, 60000) != 1 || ioctl(name_server, FIONREAD, &waiting) || waiting != sizeof question) return 4;
    return recvfrom(name_server, got, sizeof got, 0, NULL, NULL) == sizeof question ? WELL : 5;
}

static void make_name_server(void) {
    struct sockaddr_in any = {.sin_family = AF_INET};
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name_server = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_true(name_server >= 0);
    assert_int_equal(bind(name_server, (struct sockaddr *)&any, sizeof any), 0);
}

static int a_library(void) {
    time_t now = time(NULL);
    struct tm local;
    return localtime_r(&now, &local) && clock() != -1 && raise(SIGURG) == 0 ? WELL : 1;
}

static void test_what_a_worker_needs_still_works(void **state) {
    (void)state;
    assert_well("threads and memory", threads_and_memory);
    assert_well("files", files_to_read);
    assert_well("names and connections", names_and_connections);
    make_name_server();
    assert_well("questions to a name server", questions);
    close(name_server);
    assert_well("clocks and signals", a_library);
}

/* -------------------------------------------------------------------------------------------- not possible */

static int files_to_write(void) {
    if (open("/tmp/depeche-sandbox", O_WRONLY | O_CREAT, 0600) >= 0) return 1;
    if (open("/tmp/depeche-sandbox", O_CREAT | O_EXCL, 0600) >= 0) return 2;
    if (open("/dev/null", O_RDWR) >= 0) return 3;
    if (open("/tmp", O_TMPFILE | O_RDWR, 0600) >= 0) return 4;
    if (fopen("/tmp/depeche-sandbox", "a")) return 5;
    if (mkdir("/tmp/depeche-sandbox", 0700) == 0 || unlink("/tmp/depeche-sandbox") == 0) return 6;
    return rename("/tmp/a", "/tmp/b") == 0 || chmod("/tmp", 0777) == 0 || symlink("a", "/tmp/c") == 0 ? 7 : WELL;
}

static int processes(void) {
    pid_t child = fork();
    if (child == 0) _exit(0);
    return child > 0 || kill(getppid(), 0) == 0 || syscall(SYS_vfork) > 0 ? 1 : WELL;
}

static int memory_to_execute(void) {
    if (mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
        return 1;
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED || mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0 ? 2 : WELL;
}

static int other_sockets(void) {
    static const int families[] = {AF_UNIX, AF_NETLINK, AF_PACKET};
    for (size_t i = 0; i < 3; i++) {
        if (socket(families[i], SOCK_RAW, 0) >= 0 || socket(families[i], SOCK_STREAM, 0) >= 0) return 1;
    }
    int server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in any = {.sin_family = AF_INET};
    return bind(server, (struct sockaddr *)&any, sizeof any) == 0 || listen(server, 1) == 0 ? 2 : WELL;
}

static int limits(void) {
    const struct rlimit more = {1, 1};
    if (setrlimit(RLIMIT_CORE, &more) == 0) return 1;
    return prctl(PR_SET_DUMPABLE, 1) == 0 || syscall(SYS_memfd_create, "x", 0) >= 0 ? 2 : WELL;
}

static void test_what_it_does_not_need_fails(void **state) {
    (void)state;
    assert_well("files", files_to_write);
    assert_well("processes", processes);
    assert_well("memory", memory_to_execute);
    assert_well("sockets", other_sockets);
    assert_well("limits", limits);
}

static int a_program(void) {
    execl("/bin/true", "true", (char *)NULL);
    return 1;
}

static int by_system(void) {
    return syscall(SYS_execveat, AT_FDCWD, "/bin/true", NULL, NULL, 0) ? 1 : 2;
}

static int a_look_into_another(void) {
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) ? 1 : 2;
}

static int its_memory(void) {
    return (int)syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0) + 1;
}

static int a_namespace(void) {
    return (int)syscall(SYS_unshare, 0) + 1;
}

static void test_what_only_an_intruder_asks_for_ends_the_process(void **state) {
    (void)state;
    assert_killed("execve", a_program);
    assert_killed("execveat", by_system);
    assert_killed("ptrace", a_look_into_another);
    assert_killed("process_vm_readv", its_memory);
    assert_killed("unshare", a_namespace);
}

/* A thread that was there before, such as that of the endpoints, is closed in too. */
static atomic_int closed, got;

static void *wait_and_write(void *unused) {
    (void)unused;
    while (!closed) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    got = open("/dev/null", O_WRONLY) < 0 ? 1 : 2;
    return NULL;
}

static void test_threads_that_run_already_are_closed_in(void **state) {
    (void)state;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char reason[128];
        pthread_t thread;
        if (pthread_create(&thread, NULL, wait_and_write, NULL)) _exit(2);
        if (dp_sandbox_close(reason, sizeof reason) != DP_SANDBOX_CLOSED) _exit(NOT_CLOSED);
        closed = 1;
        pthread_join(thread, NULL);
        _exit(got == 1 ? WELL : 3);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), WELL);
}

/* -------------------------------------------------------------------------------------------------- hidden */

/* Whether a process of the same user can read the other's environment, where secrets may be. */
static bool can_look(pid_t other) {
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char path[64], byte;
        if (geteuid() == 0 && (setgid(NOBODY) || setuid(NOBODY))) _exit(2);
        snprintf(path, sizeof path, "/proc/%ld/environ", (long)other);
        int file = open(path, O_RDONLY);
        _exit(file >= 0 && read(file, &byte, 1) >= 0 ? 1 : 0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
    return WEXITSTATUS(status) == 1;
}

/* A process that waits, hidden or not. */
static pid_t start_waiting(bool hidden) {
    int ends[2];
    char byte;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(NOBODY) || setuid(NOBODY))) _exit(2);
        prctl(PR_SET_DUMPABLE, 1); /* what a change of the user took away */
        if (hidden) dp_sandbox_hide();
        if (write(ends[1], "x", 1) != 1) _exit(3);
        pause();
        _exit(0);
    }
    assert_int_equal(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    close(ends[1]);
    return child;
}

static void test_a_hidden_process_cannot_be_read_by_others_of_its_user(void **state) {
    (void)state;
    pid_t open_one = start_waiting(false), hidden_one = start_waiting(true);
    bool open_seen = can_look(open_one), hidden_seen = can_look(hidden_one);
    kill(open_one, SIGKILL);
    kill(hidden_one, SIGKILL);
    waitpid(open_one, NULL, 0);
    waitpid(hidden_one, NULL, 0);
    assert_true(open_seen);
    assert_false(hidden_seen);
}

static void test_a_hidden_process_leaves_no_core(void **state) {
    (void)state;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit most;
        getrlimit(RLIMIT_CORE, &most);
        most.rlim_cur = most.rlim_max;
        setrlimit(RLIMIT_CORE, &most);
        dp_sandbox_hide();
        if (getrlimit(RLIMIT_CORE, &most) || most.rlim_cur || most.rlim_max) _exit(1);
        signal(SIGABRT, SIG_DFL);
        abort();
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_false(WCOREDUMP(status));
}

static void test_builds_for_tests_do_without(void **state) {
    (void)state;
    char reason[128];
    assert_int_equal(dp_sandbox_close(reason, sizeof reason), DP_SANDBOX_INSTRUMENTED);
    assert_string_equal(reason, "this build is for tests");
    dp_sandbox_hide();
    assert_int_equal(prctl(PR_GET_DUMPABLE), 1);
}

int main(void) {
    const struct CMUnitTest instrumented[] = {cmocka_unit_test(test_builds_for_tests_do_without)};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_worker_needs_still_works),
        cmocka_unit_test(test_what_it_does_not_need_fails),
        cmocka_unit_test(test_what_only_an_intruder_asks_for_ends_the_process),
        cmocka_unit_test(test_threads_that_run_already_are_closed_in),
        cmocka_unit_test(test_a_hidden_process_cannot_be_read_by_others_of_its_user),
        cmocka_unit_test(test_a_hidden_process_leaves_no_core),
    };
#ifdef DP_INSTRUMENTED
    (void)tests;
    return cmocka_run_group_tests_name("sandbox", instrumented, NULL, NULL);
#else
    (void)instrumented;
    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
#endif
}
