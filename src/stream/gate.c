#include "stream/gate.h"

void dp_gate_init(dp_gate *gate, size_t messages_max, size_t bytes_max) {
    *gate = (dp_gate){.messages_max = messages_max ? messages_max : 1, .bytes_max = bytes_max ? bytes_max : 1};
}

static bool judge(dp_gate *gate) {
    bool was = gate->closed;
    if (gate->messages >= gate->messages_max || gate->bytes >= gate->bytes_max) {
        gate->closed = true;
    } else if (gate->messages <= gate->messages_max / 2 && gate->bytes <= gate->bytes_max / 2) {
        gate->closed = false;
    }
    return gate->closed != was;
}

bool dp_gate_enter(dp_gate *gate, size_t bytes) {
    gate->messages++;
    gate->bytes += bytes;
    return judge(gate);
}

bool dp_gate_grow(dp_gate *gate, size_t bytes) {
    gate->bytes += bytes;
    return judge(gate);
}

bool dp_gate_leave(dp_gate *gate, size_t bytes) {
    gate->messages--;
    gate->bytes -= bytes;
    return judge(gate);
}
