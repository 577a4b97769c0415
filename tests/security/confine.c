/*
 * confine LIST PROGRAM [ARGUMENT...] - runs a program with the seccomp filter that systemd would set for our unit: the
 * system calls named in the file LIST, all others fail with EPERM; no memory both written and executed
 * (MemoryDenyWriteExecute), no sockets but of IP (RestrictAddressFamilies), no namespaces (RestrictNamespaces).
 */
#include <errno.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static scmp_filter_ctx filter;

static void check(int result, const char *name) {
    if (result == 0 || result == -EDOM) return;
    fprintf(stderr, "confine: %s: %s\n", name, strerror(-result));
    _exit(125);
}

static void add(const char *name, struct scmp_arg_cmp condition) {
    int number = seccomp_syscall_resolve_name(name);
    if (number != __NR_SCMP_ERROR) check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 1, condition), name);
}

static struct scmp_arg_cmp equals(unsigned argument, scmp_datum_t value) {
    return (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_EQ, .datum_a = value};
}

static struct scmp_arg_cmp masked(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
    return (struct scmp_arg_cmp){.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = mask, .datum_b = value};
}

static void add_name(const char *name) {
    int number = seccomp_syscall_resolve_name(name);
    if (number == __NR_SCMP_ERROR) return;
    if (strcmp(name, "mmap") == 0) {
        add(name, masked(2, PROT_WRITE, 0));
        add(name, masked(2, PROT_EXEC, 0));
    } else if (strcmp(name, "mprotect") == 0) {
        add(name, masked(2, PROT_EXEC, 0));
    } else if (strcmp(name, "socket") == 0) {
        add(name, equals(0, AF_INET));
        add(name, equals(0, AF_INET6));
    } else if (strcmp(name, "clone") == 0) {
        unsigned namespaces =
            CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
        add(name, masked(0, namespaces, 0));
    } else if (strcmp(name, "clone3") == 0) {
        check(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number, 0), name);
    } else {
        check(seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0), name);
    }
}

int main(int count, char **arguments) {
    char name[64];
    FILE *list = count > 2 ? fopen(arguments[1], "r") : NULL;
    filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!list || !filter) {
        fprintf(stderr, "usage: confine LIST PROGRAM [ARGUMENT...]\n");
        return 125;
    }
    while (fscanf(list, "%63s", name) == 1) add_name(name);
    fclose(list);
    check(seccomp_load(filter), "the filter");
    execv(arguments[2], arguments + 2);
    perror("confine");
    return 125;
}
