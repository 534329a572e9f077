//! The gateway's clock, as a page shows it: true at the last status, and on from there.
import { status } from "./home.svelte";

/** How often what is shown is looked at again, ms. */
const LOOK = 10_000;

/** To be called while a component begins; follows until it ends. */
export function gatewayNow(): { readonly value: number } {
  let passed = $state(0);
  $effect(() => {
    if (!status.value) return;
    const since = performance.now();
    passed = 0;
    const timer = setInterval(() => (passed = performance.now() - since), LOOK);
    return () => clearInterval(timer);
  });
  return {
    get value() {
      return (status.value?.now ?? Date.now()) + passed;
    },
  };
}
