#include "unit.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ops/signals.h"

static atomic_int stop;

static void test_first_drains_second_gives_up(void **state) {
    (void)state;
    atomic_store(&stop, 0);
    assert_int_equal(dp_signals_watch(&stop), 0);
    raise(SIGTERM);
    assert_int_equal(atomic_load(&stop), 1);
    raise(SIGINT);
    assert_int_equal(atomic_load(&stop), 2);
}

static void test_hangup_drains_too(void **state) {
    (void)state;
    atomic_store(&stop, 0);
    assert_int_equal(dp_signals_watch(&stop), 0);
    raise(SIGHUP);
    assert_int_equal(atomic_load(&stop), 1);
}

static void test_broken_pipes_are_ignored(void **state) {
    (void)state;
    assert_int_equal(dp_signals_watch(&stop), 0);
    raise(SIGPIPE);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    assert_int_equal(write(ends[1], "x", 1), -1);
    close(ends[1]);
}

/* How a child ends that raises the given signals. */
static int status_of_child(const int *signals, int count, int ignored) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        atomic_store(&stop, 0);
        if (ignored) signal(ignored, SIG_IGN);
        dp_signals_watch(&stop);
        for (int i = 0; i < count; i++) raise(signals[i]);
        _exit(atomic_load(&stop));
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return status;
}

static void test_third_ends_the_process(void **state) {
    (void)state;
    static const int signals[] = {SIGTERM, SIGTERM, SIGTERM};
    int status = status_of_child(signals, 3, 0);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGTERM);
    status = status_of_child(signals, 2, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
}

static void test_ignored_hangup_stays_ignored(void **state) {
    (void)state;
    static const int signals[] = {SIGHUP};
    int status = status_of_child(signals, 1, SIGHUP);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_drains_second_gives_up), cmocka_unit_test(test_hangup_drains_too),
        cmocka_unit_test(test_broken_pipes_are_ignored),     cmocka_unit_test(test_third_ends_the_process),
        cmocka_unit_test(test_ignored_hangup_stays_ignored),
    };
    return cmocka_run_group_tests_name("ops signals", tests, NULL, NULL);
}
