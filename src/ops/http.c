#include "ops/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <stdio.h>
#include <sys/socket.h>

#include "base/memory.h"

/* Connections that the library may hold above our own limit, while those that we shut down are being closed. */
enum { CLOSING_MAX = 64, CONNECTION_MEMORY = 16 * 1024 };

/* An open connection; a slot is free when `socket` is -1. */
typedef struct connection_slot {
    int socket;
    uint64_t number; /* smaller is older */
    uint64_t peer;   /* whom it is with: an address, for IPv6 the first half of it, which one network shares */
} connection_slot;

struct dp_http {
    dp_http_options options;
    struct MHD_Daemon *daemon;
    uint64_t opened;        /* all members from here on belong to the server's thread */
    connection_slot *slots; /* options.connections */
};

/* -------------------------------------------------------------------------------------------- connections */

static uint64_t peer_of(const struct sockaddr *address) {
    uint64_t peer = 0;
    if (address && address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        peer = v4.sin_addr.s_addr;
    } else if (address && address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        bool mapped = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
        memcpy(&peer, v6.sin6_addr.s6_addr + (mapped ? 8 : 0), sizeof peer);
    }
    return peer;
}

static connection_slot *older(connection_slot *a, connection_slot *b) {
    return !a || b->number < a->number ? b : a;
}

/* A free slot, or one whose connection must go: of those of the same peer when they are half of all, so that one peer
 * cannot shut out the others, else the oldest. */
static connection_slot *choose_slot(const dp_http *http, uint64_t peer) {
    connection_slot *unused = NULL, *own = NULL, *oldest = NULL;
    unsigned owned = 0;
    for (unsigned i = 0; i < http->options.connections; i++) {
        connection_slot *slot = &http->slots[i];
        if (slot->socket < 0) {
            unused = slot;
            continue;
        }
        oldest = older(oldest, slot);
        if (slot->peer != peer) continue;
        own = older(own, slot);
        owned++;
    }
    if (own && owned >= (http->options.connections + 1) / 2) return own;
    return unused ? unused : oldest;
}

static void take_slot(dp_http *http, int socket, uint64_t peer) {
    connection_slot *chosen = choose_slot(http, peer);
    if (chosen->socket >= 0) shutdown(chosen->socket, SHUT_RDWR);
    *chosen = (connection_slot){socket, ++http->opened, peer};
}

static void free_slot(dp_http *http, int socket) {
    for (unsigned i = 0; i < http->options.connections; i++) {
        if (http->slots[i].socket == socket) http->slots[i].socket = -1;
    }
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket_context,
                          enum MHD_ConnectionNotificationCode code) {
    (void)socket_context;
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (!info) return;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *address =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
        take_slot(context, info->connect_fd, peer_of(address ? address->client_addr : NULL));
    } else {
        free_slot(context, info->connect_fd);
    }
}

/* ------------------------------------------------------------------------------------------------ answers */

typedef struct answer {
    unsigned status;
    const char *type;
    dp_buffer body;
} answer;

static void answer_check(const dp_http *http, dp_http_check *check, answer *to) {
    dp_buffer reason = {0};
    bool well = !check || check(http->options.context, &reason);
    to->status = well ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE;
    dp_buffer_add_text(&to->body, well ? "ok\n" : "");
    if (!well) {
        dp_buffer_add(&to->body, dp_buffer_str(&reason));
        dp_buffer_add_char(&to->body, '\n');
    }
    dp_buffer_close(&reason);
}

static void answer_path(const dp_http *http, const char *path, answer *to) {
    if (strcmp(path, "/metrics") == 0) {
        to->status = MHD_HTTP_OK;
        to->type = "text/plain; version=0.0.4; charset=utf-8";
        dp_metrics_render(http->options.metrics, &to->body);
    } else if (strcmp(path, "/healthz") == 0) {
        answer_check(http, http->options.healthy, to);
    } else if (strcmp(path, "/readyz") == 0) {
        answer_check(http, http->options.ready, to);
    } else {
        to->status = MHD_HTTP_NOT_FOUND;
        dp_buffer_add_text(&to->body, "not found: there are /metrics, /healthz and /readyz\n");
    }
    if (to->body.failed) {
        to->status = MHD_HTTP_INTERNAL_SERVER_ERROR;
        dp_buffer_clear(&to->body);
    }
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, answer *from, bool allow) {
    struct MHD_Response *response =
        MHD_create_response_from_buffer(from->body.len, from->body.at, MHD_RESPMEM_MUST_COPY);
    if (!response) return MHD_NO;
    enum MHD_Result result = MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, from->type);
    if (result == MHD_YES) result = MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    if (result == MHD_YES && allow) result = MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    if (result == MHD_YES) result = MHD_queue_response(connection, from->status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *upload, size_t *upload_size,
                                  void **request_context) {
    (void)version;
    (void)upload;
    static int seen; /* its address marks a request whose headers have been taken */
    bool readable = strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
    if (readable && *request_context == NULL) {
        *request_context = &seen;
        return MHD_YES;
    }
    *upload_size = 0;
    answer to = {.type = "text/plain; charset=utf-8"};
    if (readable) {
        answer_path(context, path, &to);
    } else {
        to.status = MHD_HTTP_METHOD_NOT_ALLOWED;
        dp_buffer_add_text(&to.body, "only GET and HEAD\n");
    }
    enum MHD_Result result = send_answer(connection, &to, !readable);
    dp_buffer_close(&to.body);
    return result;
}

/* What the library has to say of broken requests is of no use to an operator. */
static void ignore_log(void *context, const char *format, va_list arguments) {
    (void)context;
    (void)format;
    (void)arguments;
}

/* --------------------------------------------------------------------------------------------------- life */

/* Reads an address; gives the length of the struct used, 0 when it is no IP address. */
static socklen_t read_address(const char *text, uint16_t port, struct sockaddr_storage *address) {
    struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons(port)};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};
    memset(address, 0, sizeof *address);
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        memcpy(address, &v4, sizeof v4);
        return sizeof v4;
    }
    if (inet_pton(AF_INET6, text, &v6.sin6_addr) == 1) {
        memcpy(address, &v6, sizeof v6);
        return sizeof v6;
    }
    return 0;
}

static bool start_daemon(dp_http *http, const struct sockaddr_storage *address) {
    unsigned flags = MHD_USE_AUTO_INTERNAL_THREAD | MHD_USE_ERROR_LOG;
    if (address->ss_family == AF_INET6) flags |= MHD_USE_IPv6;
    http->daemon =
        MHD_start_daemon(flags, http->options.port, NULL, NULL, on_request, http, MHD_OPTION_EXTERNAL_LOGGER,
                         ignore_log, NULL, MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)address,
                         MHD_OPTION_CONNECTION_LIMIT, http->options.connections + CLOSING_MAX,
                         MHD_OPTION_CONNECTION_TIMEOUT, http->options.timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                         (size_t)CONNECTION_MEMORY, MHD_OPTION_NOTIFY_CONNECTION, on_connection, http, MHD_OPTION_END);
    return http->daemon != NULL;
}

dp_http *dp_http_start(const dp_http_options *options, char *reason, size_t size) {
    struct sockaddr_storage address;
    if (read_address(options->address, options->port, &address) == 0) {
        snprintf(reason, size, "%s is not an IPv4 or IPv6 address", options->address);
        return NULL;
    }
    dp_http *http = dp_calloc(1, sizeof *http);
    if (http) http->slots = dp_calloc(options->connections, sizeof *http->slots);
    if (!http || !http->slots) {
        dp_free(http);
        snprintf(reason, size, "memory is out");
        return NULL;
    }
    http->options = *options;
    for (unsigned i = 0; i < options->connections; i++) http->slots[i].socket = -1;
    errno = 0;
    if (!start_daemon(http, &address)) {
        snprintf(reason, size, "cannot listen on %s, port %u: %s", options->address, options->port,
                 errno ? strerror(errno) : "unknown reason");
        dp_free(http->slots);
        dp_free(http);
        return NULL;
    }
    return http;
}

void dp_http_stop(dp_http *http) {
    if (!http) return;
    MHD_stop_daemon(http->daemon);
    dp_free(http->slots);
    dp_free(http);
}

uint16_t dp_http_port(const dp_http *http) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}
