//! An HTTP server on a loopback port, on a thread and runtime of its own.
//!
//! Owns: the listener, its connections, and the ability to cut one without an answer.
//! Never: shares the test's runtime, so a test may block or pause its clock; outlives its handle.

use std::net::{SocketAddr, TcpListener};
use std::sync::Mutex;
use std::thread::JoinHandle;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// A running server; dropping it closes the port and every connection.
pub struct Server {
    address: SocketAddr,
    router: Router,
    running: Mutex<Option<Running>>,
}

struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// Marks an answer that is not to be sent: the connection is closed instead.
#[derive(Clone)]
struct HangUp;

/// An answer that makes the server close the connection without a byte.
pub(crate) fn hang_up() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}

impl Server {
    /// Serves `router` on a free loopback port.
    pub fn start(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free loopback port");
        let address = listener
            .local_addr()
            .expect("a bound listener has an address");
        let running = Mutex::new(Some(Running::start(listener, router.clone())));
        Self {
            address,
            router,
            running,
        }
    }

    /// `http://127.0.0.1:<port>`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Closes the port and cuts all connections; what was recorded stays.
    pub fn go_offline(&self) {
        let running = self.running.lock().expect("no holder panics").take();
        if let Some(running) = running {
            running.end();
        }
    }

    /// Opens the same port again after [`Server::go_offline`].
    pub fn go_online(&self) {
        let mut running = self.running.lock().expect("no holder panics");
        if running.is_none() {
            let listener = tokio_free_bind(self.address);
            *running = Some(Running::start(listener, self.router.clone()));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.go_offline();
    }
}

/// Rebinds a port we held a moment ago. std sets SO_REUSEADDR on Unix, so connections of the
/// former life that linger in TIME_WAIT do not stand in the way.
fn tokio_free_bind(address: SocketAddr) -> TcpListener {
    TcpListener::bind(address).expect("our own port is still free")
}

impl Running {
    fn start(listener: TcpListener, router: Router) -> Self {
        listener
            .set_nonblocking(true)
            .expect("a socket can be non-blocking");
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("fake-server".into())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime for the fake server");
                runtime.block_on(accept(listener, router, stopped));
            })
            .expect("a thread for the fake server");
        Self { stop, thread }
    }

    fn end(self) {
        let _ = self.stop.send(());
        let _ = self.thread.join();
    }
}

async fn accept(listener: TcpListener, router: Router, mut stopped: oneshot::Receiver<()>) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a non-blocking listener");
    // Dropped at the end of this function, which aborts every connection.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    let _ = stream.set_nodelay(true);
                    connections.spawn(serve(TokioIo::new(stream), router.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(io: TokioIo<tokio::net::TcpStream>, router: Router) {
    let inner = TowerToHyperService::new(router);
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let answer = inner.call(request.map(Body::new) as Request);
        async move {
            let response = answer.await.map_err(std::io::Error::other)?;
            match response.extensions().get::<HangUp>() {
                // An error instead of an answer makes hyper close the socket.
                Some(HangUp) => Err(std::io::Error::other("hang up")),
                None => Ok(response),
            }
        }
    });
    // Errors here are cut connections: either the test asked for it or the client left.
    let _ = http1::Builder::new().serve_connection(io, service).await;
}
