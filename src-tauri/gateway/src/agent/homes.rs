//! The agents that can work: each one's files and tools, by id.
//!
//! Owns which are open at the moment; agents come and go with the settings. A turn that has begun
//! keeps the files it began with.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::tools::ToolRunner;
use crate::error::Problem;
use crate::workspace::Files;

/// An agent's files and tools.
#[derive(Clone)]
pub struct AgentHome {
    /// Its files.
    pub files: Arc<Files>,
    /// Its tools.
    pub tools: Arc<ToolRunner>,
}

/// The agents; cheap to clone.
#[derive(Clone, Default)]
pub struct AgentHomes {
    // Held for a look or a change in memory only.
    by_id: Arc<RwLock<BTreeMap<String, Result<AgentHome, Problem>>>>,
}

impl AgentHomes {
    /// An agent; where its files can't be used, why. `None` = the settings have no such agent.
    pub fn get(&self, agent: &str) -> Option<Result<AgentHome, Problem>> {
        let by_id = self.by_id.read().unwrap_or_else(PoisonError::into_inner);
        by_id.get(agent).cloned()
    }

    /// Every agent with its id.
    pub fn all(&self) -> Vec<(String, Result<AgentHome, Problem>)> {
        let by_id = self.by_id.read().unwrap_or_else(PoisonError::into_inner);
        let all = by_id.iter().map(|(id, home)| (id.clone(), home.clone()));
        all.collect()
    }

    /// Every agent whose files can be used, with its id.
    pub fn usable(&self) -> Vec<(String, AgentHome)> {
        let usable = self.all().into_iter();
        usable
            .filter_map(|(id, home)| Some((id, home.ok()?)))
            .collect()
    }

    /// An agent is open from now on, or why it can't be.
    pub fn put(&self, agent: &str, home: Result<AgentHome, Problem>) {
        let mut by_id = self.by_id.write().unwrap_or_else(PoisonError::into_inner);
        by_id.insert(agent.to_owned(), home);
    }

    /// An agent is gone from the settings.
    pub fn remove(&self, agent: &str) {
        let mut by_id = self.by_id.write().unwrap_or_else(PoisonError::into_inner);
        by_id.remove(agent);
    }
}
