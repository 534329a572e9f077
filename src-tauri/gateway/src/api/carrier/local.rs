//! The carrier in process, and the gateway with its socket in front.
//!
//! Owns the start of a gateway as a whole: built, then listening. Holds no logic.

use std::sync::Arc;

use super::{Client, socket_server};
use crate::api::contract::Actor;
use crate::api::serve::{Contract, Desk};
use crate::gateway::{Gateway, Options, StartError};

impl Gateway {
    /// Starts a gateway and its socket. It takes messages when this returns.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let mut gateway = Self::build(options, Arc::new(Contract)).await?;
        let root = gateway.host().state.root().to_owned();
        let listener = match socket_server::listen(&root) {
            Ok(listener) => listener,
            Err(error) => {
                gateway.stop().await;
                return Err(StartError::Socket {
                    path: error.path,
                    source: error.source,
                });
            }
        };
        gateway.listens_at(listener.path().to_owned());
        let host = Arc::clone(gateway.host());
        let clients: socket_server::Clients =
            Arc::new(move |actor| Arc::new(Desk::new(Arc::clone(&host), actor)) as Arc<dyn Client>);
        let ending = gateway.ending();
        gateway
            .tasks()
            .spawn(socket_server::serve(listener, clients, ending));
        Ok(gateway)
    }

    /// This gateway as one end of the contract.
    pub fn client(&self, actor: Actor) -> Arc<dyn Client> {
        Arc::new(Desk::new(Arc::clone(self.host()), actor))
    }
}
