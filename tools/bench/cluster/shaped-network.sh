#!/bin/bash
# Step times of two workers whose network is shaped to 1 Gbit/s and 1 ms each way, beside one worker: the tutorial's whole
# network, and a last layer on a frozen backbone. Each worker has one processor core; all on this machine.
# Needs root, iproute2 and taskset, two idle cores, and the packages built (pnpm exec turbo run build).
#   sudo tools/bench/cluster/shaped-network.sh [steps]
set -euo pipefail
cd "$(dirname "$0")"
steps=${1:-20}
a=flowers-a b=flowers-b
pids=()

cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for name in $a $b; do ip netns del $name 2>/dev/null || true; done
}
trap cleanup EXIT

# A line of 1 Gbit/s, and where the kernel has netem, of 1 ms; else a relay adds the millisecond.
ip netns add $a
ip netns add $b
ip link add veth-a netns $a type veth peer name veth-b netns $b
latency=netem
for side in a b; do
  name=flowers-$side
  [ $side = a ] && address=10.77.0.1/24 || address=10.77.0.2/24
  ip -n $name addr add $address dev veth-$side
  ip -n $name link set veth-$side up
  ip -n $name link set lo up
  if ! tc -n $name qdisc add dev veth-$side root netem delay 1ms rate 1gbit limit 20000 2>/dev/null; then
    latency=relay
    tc -n $name qdisc add dev veth-$side root tbf rate 1gbit burst 256kb latency 100ms
  fi
done
echo "# latency by $latency; $(nproc) cores; $(uname -r); load $(cut -d' ' -f1 /proc/loadavg); $(date -u +%F)"

to_a=10.77.0.1:2222 to_b=10.77.0.2:2222
if [ $latency = relay ]; then
  ip netns exec $a node delay.mjs 3001 10.77.0.2 2222 1 & pids+=($!)
  ip netns exec $b node delay.mjs 3000 10.77.0.1 2222 1 & pids+=($!)
  to_b=127.0.0.1:3001 to_a=127.0.0.1:3000
fi

config() { # own addresses of worker 0 and 1, place
  echo "{\"cluster\": {\"worker\": [\"$1\", \"$2\"]}, \"task\": {\"type\": \"worker\", \"index\": $3}}"
}
export TF_CPP_MIN_LOG_LEVEL=2
for kind in tutorial frozen; do
  for rows in 32 128; do
    taskset -c 0 node worker.mjs $kind $rows "$steps"
    TF_CONFIG=$(config 10.77.0.1:2222 $to_b 0) ip netns exec $a taskset -c 0 node worker.mjs $kind $rows "$steps" &
    chief=$!
    TF_CONFIG=$(config $to_a 10.77.0.2:2222 1) ip netns exec $b taskset -c 1 node worker.mjs $kind $rows "$steps" &
    pids+=($!)
    wait $chief
    sleep 2
  done
done
