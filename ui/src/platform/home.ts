//! Names in this computer's storage: each home has its own, so that one never shows or gets what is
//! another's. The shell says which home this is before the page begins (`public/frame.js`).

declare global {
  interface Window {
    /** A short word for the home; absent for the usual one and in a plain browser. */
    readonly coveHome?: string;
  }
}

/** The name under which this home keeps something. */
export function keptAs(name: string): string {
  const home = window.coveHome;
  return home ? `${name}@${home}` : name;
}
