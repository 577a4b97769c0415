#!/bin/bash
# broker.sh start FOLDER [MORE] | stop FOLDER | restart FOLDER
# One Kafka broker (KRaft, one process) on free ports of the loopback interface, for the tests.
# MORE is a piece of bash that defines the function more_properties, which prints further properties of the broker, and
# may add to the arrays format_more and java_more: arguments of the storage tool and of Java.
# start writes FOLDER/bootstrap with the address, and FOLDER/guarded with that of the listener that asks for a
# password; when Kafka cannot be had it writes FOLDER/unavailable with the reason
# and succeeds, so that the tests are skipped, unless CI=true: then it fails. Lines in $BROKER_PROPERTIES are added to
# the broker's configuration.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=${2:?which folder?}
more=${3:-}
format_more=() java_more=()

unavailable() {
    echo "$1" >"$folder/unavailable"
    printf '\n*** The tests with a real Kafka are SKIPPED: %s ***\n\n' "$1" >&2
    if [ "${CI:-}" = true ]; then
        echo "CI=true: that is a failure" >&2
        exit 1
    fi
    exit 0
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        grep -qsx "$port" "$folder/ports" && continue # given to another listener of this broker
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
    done
    echo "$port" | tee -a "$folder/ports"
}

configure() {
    local client=$1 controller=$2 guarded=$3
    cat >"$folder/server.properties" <<END
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$client,CONTROLLER://127.0.0.1:$controller,SASL_PLAINTEXT://127.0.0.1:$guarded
advertised.listeners=PLAINTEXT://127.0.0.1:$client,SASL_PLAINTEXT://127.0.0.1:$guarded
# Whoever comes by the first listener may do all; by the last one the user "reader" may do what the tests allow.
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_reader="right-password";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=$folder/data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=3
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
# A transaction of a worker that died is given up soon after its time-out.
transaction.abort.timed.out.transaction.cleanup.interval.ms=500
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
${BROKER_PROPERTIES:-}
END
}

ready() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && kcat -b "127.0.0.1:$1" -L -m 2 >/dev/null 2>&1
}

start() {
    rm -rf "$folder"
    mkdir -p "$folder"
    local libs
    libs=$("$here/fetch.sh" 2>"$folder/fetch.log") || unavailable "$(tail -n 1 "$folder/fetch.log")"
    local client controller guarded
    client=$(free_port)
    controller=$(free_port)
    guarded=$(free_port)
    configure "$client" "$controller" "$guarded"
    if [ -n "$more" ]; then
        # shellcheck source=/dev/null
        . "$more"
        more_properties "$client" "$controller" >>"$folder/server.properties"
    fi
    local cluster
    # Not - and _, for an id that begins with - would be taken for an option.
    cluster=$(head -c 16 /dev/urandom | base64 | tr '+/' 'ab' | tr -d '=')
    if ! java -Xmx128m -cp "$libs/*" kafka.tools.StorageTool format -t "$cluster" -c "$folder/server.properties" \
        "${format_more[@]}" >"$folder/format.log" 2>&1; then
        echo "Kafka's storage cannot be formatted, see $folder/format.log" >&2
        exit 1
    fi
    printf '%s\n' "${java_more[@]}" -cp "$libs/*" >"$folder/java.arguments"
    launch "$client"
    echo "127.0.0.1:$guarded" >"$folder/guarded"
    echo "127.0.0.1:$client" >"$folder/bootstrap"
}

# Starts the broker as it is configured, and waits for it.
launch() {
    local arguments
    mapfile -t arguments <"$folder/java.arguments"
    setsid java -Xms256m -Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
        "${arguments[@]}" kafka.Kafka "$folder/server.properties" >>"$folder/broker.log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    for _ in $(seq 300); do
        if ready "$1"; then return; fi
        kill -0 "$(cat "$folder/pid")" 2>/dev/null || break
        sleep 0.2
    done
    # Another program may have taken a port since it was found free.
    if [ "${BROKER_TRIES:-0}" -lt 3 ] && [ ! -f "$folder/bootstrap" ] && grep -q 'Address already in use' "$folder/broker.log"
    then
        stop
        BROKER_TRIES=$((${BROKER_TRIES:-0} + 1)) exec "$0" start "$folder" "$more"
    fi
    tail -n 20 "$folder/broker.log" >&2
    stop
    echo "Kafka did not start, see $folder/broker.log" >&2
    exit 1
}

# Kills the broker and starts it again on its ports, with its data.
restart() {
    local address
    address=$(cat "$folder/bootstrap")
    kill -KILL "$(cat "$folder/pid")" 2>/dev/null || true # it may have ended by itself
    launch "${address##*:}"
}

stop() {
    [ -f "$folder/pid" ] || return 0
    local pid
    pid=$(cat "$folder/pid")
    # Nothing of it is needed again.
    kill -KILL "$pid" 2>/dev/null || true
    rm -rf "$folder/pid" "$folder/bootstrap" "$folder/data"
}

case ${1:-} in
start) start ;;
stop) stop ;;
restart) restart ;;
*)
    echo "usage: broker.sh start FOLDER [MORE] | stop FOLDER | restart FOLDER" >&2
    exit 2
    ;;
esac
