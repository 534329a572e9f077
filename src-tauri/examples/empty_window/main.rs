//! An empty Tauri window: what the app's first paint is held against (`cargo xtask bench`).
//!
//! Owns one page of a few colours. Never does anything.

fn main() -> tauri::Result<()> {
    let context = tauri::generate_context!("src-tauri/examples/empty_window/tauri.conf.json");
    tauri::Builder::default().run(context)
}
