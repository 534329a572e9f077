//! The way to the jobs of a home, whoever holds them at the moment.
//!
//! Owns the inbox of the scheduler, which has the one [`JobStore`] while a gateway runs. Without one
//! the file is opened for a moment by whoever holds the home's lock. Decides nothing.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use tokio::sync::{mpsc, oneshot};

use super::job::Job;
use super::store::{JobStore, MendedJobs};
use crate::clock::{Ms, SharedClock};
use crate::error::Problem;
use crate::storage::StorageError;

/// Questions that wait for the scheduler; more have to wait to be asked.
const WAITING: usize = 64;

pub(super) type Work = Box<dyn FnOnce(&mut JobStore) + Send>;

/// What the scheduler is asked.
pub(super) enum Ask {
    /// Something with the jobs.
    Work(Work),
    /// To run a job now.
    Run(ByHand, oneshot::Sender<Result<(), Problem>>),
    /// To stop the run of a job.
    Stop(String, oneshot::Sender<Result<(), Problem>>),
    /// Which jobs wait for a test message.
    Untested(oneshot::Sender<Vec<String>>),
    /// How it is.
    Look(oneshot::Sender<SchedulerLook>),
}

/// A run that a person or the agent asks for.
#[derive(Debug, Clone)]
pub struct ByHand {
    /// The job.
    pub job: String,
    /// `<job>!<request id>`; asked again with the same one it is the same run.
    pub run: String,
    /// Also where the job is switched off, paused or waits for a test message.
    pub force: bool,
}

/// How the scheduler is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchedulerLook {
    /// Jobs wait after too many starts until this time, ms.
    pub settling_until: Option<Ms>,
    /// It looks at the jobs again at this time at the latest, ms.
    pub wakes_at: Option<Ms>,
    /// The jobs that run next, in that order, a few of them.
    pub coming: Vec<Coming>,
    /// Jobs that are on and can't run here: id and name.
    pub broken: Vec<(String, String)>,
    /// `jobs.json` can't be read as it is now; the jobs before stay in force.
    pub unreadable: bool,
    /// At the start the file was damaged and was mended.
    pub mended: Option<MendedJobs>,
}

/// A job that runs next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// When, ms.
    pub at: Ms,
}

/// What the scheduler reads its questions from.
pub struct JobInbox(pub(super) mpsc::Receiver<Ask>);

/// The way to the jobs; cheap to clone.
#[derive(Clone)]
pub struct JobBook {
    folder: PathBuf,
    clock: SharedClock,
    scheduler: Arc<OnceLock<mpsc::Sender<Ask>>>,
}

impl JobBook {
    /// The jobs in `folder`.
    pub fn new(folder: PathBuf, clock: SharedClock) -> Self {
        Self {
            folder,
            clock,
            scheduler: Arc::default(),
        }
    }

    /// From now on a scheduler has them. `None` where one has them already.
    pub fn attend(&self) -> Option<JobInbox> {
        let (sender, receiver) = mpsc::channel(WAITING);
        self.scheduler.set(sender).ok()?;
        Some(JobInbox(receiver))
    }

    /// Every job, in the order of the file.
    ///
    /// # Errors
    /// When the file can't be read or is of a newer program.
    pub async fn all(&self) -> Result<Vec<Job>, Problem> {
        self.with(|store| Ok(store.jobs().owned())).await
    }

    /// One job.
    ///
    /// # Errors
    /// As [`Self::all`], and `job-unknown`.
    pub async fn get(&self, id: &str) -> Result<Job, Problem> {
        let id = id.to_owned();
        self.with(move |store| match store.jobs().get(&id) {
            Some(job) => Ok(job.clone()),
            None => Err(unknown(&id)),
        })
        .await
    }

    /// Does something with the jobs as their file is now, alone.
    ///
    /// # Errors
    /// When the file can't be read, or those of `work`.
    pub async fn with<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut JobStore) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (answer, answered) = oneshot::channel();
        let work: Work = Box::new(move |store| {
            let done = store.look().map_err(Problem::from);
            // Whoever asked may be gone.
            let _ = answer.send(done.and_then(|_| work(store)));
        });
        if let Some(Ask::Work(work)) = self.hand(Ask::Work(work)).await {
            let (folder, now) = (self.folder.clone(), self.clock.now_ms());
            let opened = tokio::task::spawn_blocking(move || {
                let (mut store, _) = JobStore::open(&folder, now)?;
                work(&mut store);
                Ok::<(), super::CronError>(())
            });
            opened.await.map_err(|_| gone())??;
        }
        answered.await.map_err(|_| gone())?
    }

    /// Runs a job now; answers when it has begun.
    ///
    /// # Errors
    /// `gateway-needed`, `job-unknown`, or what stands in its way.
    pub async fn run(&self, wish: ByHand) -> Result<(), Problem> {
        let (answer, answered) = oneshot::channel();
        match self.hand(Ask::Run(wish, answer)).await {
            None => answered.await.map_err(|_| gone())?,
            Some(_) => Err(Problem::new("gateway-needed")),
        }
    }

    /// Stops the run of a job; answers when it has ended.
    ///
    /// # Errors
    /// `gateway-needed`, `job-not-running`.
    pub async fn stop(&self, job: &str) -> Result<(), Problem> {
        let (answer, answered) = oneshot::channel();
        match self.hand(Ask::Stop(job.to_owned(), answer)).await {
            None => answered.await.map_err(|_| gone())?,
            Some(_) => Err(Problem::new("gateway-needed")),
        }
    }

    /// Jobs that wait for a test message, by id; `None` = no scheduler runs that could tell.
    pub async fn untested(&self) -> Option<Vec<String>> {
        let (answer, answered) = oneshot::channel();
        match self.hand(Ask::Untested(answer)).await {
            None => answered.await.ok(),
            Some(_) => None,
        }
    }

    /// How the scheduler is; `None` = none runs.
    pub async fn look(&self) -> Option<SchedulerLook> {
        let (answer, answered) = oneshot::channel();
        match self.hand(Ask::Look(answer)).await {
            None => answered.await.ok(),
            Some(_) => None,
        }
    }

    /// Hands a question to the scheduler; it comes back where there is none.
    async fn hand(&self, ask: Ask) -> Option<Ask> {
        match self.scheduler.get() {
            Some(scheduler) => scheduler.send(ask).await.err().map(|back| back.0),
            None => Some(ask),
        }
    }
}

/// No job of this id.
pub(super) fn unknown(id: &str) -> Problem {
    Problem::with("job-unknown", crate::error::params([("id", id.into())]))
}

fn gone() -> Problem {
    Problem::from(StorageError::Closed)
}
