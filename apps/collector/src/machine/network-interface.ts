/**
 * The loopback interface, and interfaces that hand on to another one (bridges, containers' and
 * tunnels' ends, bonds). Their traffic stays inside the machine or is counted again at the card.
 */
const internal =
  /^(lo\d*$|Loopback|veth|docker|br-|virbr|vnet|cni|flannel|cali|cilium|lxc|podman|ifb|dummy|tun|tap|wg|utun|bond|team|vmnet|awdl|llw|bridge\d)/;

/** Whether what passes the interface enters or leaves the machine there, told from its name. */
export function passesOutside(name: string): boolean {
  return !internal.test(name);
}
