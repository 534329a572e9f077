//! Starting when the person logs in, as the home's settings say.
//!
//! Owns asking the system for it once for each change. The settings are the truth: what somebody
//! changed in the system's own list stays until they change.

use tauri::AppHandle;
use tauri_plugin_autostart::ManagerExt;

/// How it was set last.
#[derive(Debug, Default)]
pub struct Login(Option<bool>);

impl Login {
    /// What the system is to be asked; `None` = nothing changed, or nobody said yet.
    pub fn wished(&mut self, setting: Option<bool>) -> Option<bool> {
        let before = std::mem::replace(&mut self.0, setting);
        setting.filter(|_| before != setting)
    }
}

/// Asks the system. The entry is written anew also where it is there: the program may have moved.
pub fn set(app: &AppHandle, on: bool) {
    let login = app.autolaunch();
    let done = match (on, login.is_enabled()) {
        (true, _) => login.enable(),
        // There is nothing to take away.
        (false, Ok(false)) => Ok(()),
        (false, _) => login.disable(),
    };
    if let Err(error) = done {
        tracing::warn!(%error, on, "starting at login could not be set");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_is_asked_once_for_each_change() {
        let mut login = Login::default();
        let said = [
            None,
            Some(true),
            Some(true),
            None,
            Some(false),
            Some(false),
            Some(true),
        ];
        let asked = said.map(|setting| login.wished(setting));
        let expected = [None, Some(true), None, None, Some(false), None, Some(true)];
        assert_eq!(asked, expected);
    }
}
