//! The simulated callers of a demo workspace.

use crate::{answer::Answer, auth::Caller, problem::Problem, routes::Part};
use callboard_workspaces::DemoTraffic;
use poem_openapi::{Object, OpenApi, payload::Json};

/// How much the simulated callers call.
#[derive(Object)]
#[oai(deny_unknown_fields)]
pub(crate) struct Simulator {
    /// Whether anybody calls.
    running: bool,
    /// Calls a minute on an ordinary day.
    #[oai(validator(maximum(value = "60")))]
    calls_per_minute: u32,
    /// Whether it is a storm day, with six times the calls.
    storm: bool,
}

impl From<DemoTraffic> for Simulator {
    fn from(traffic: DemoTraffic) -> Self {
        let DemoTraffic { running, calls_per_minute, storm } = traffic;
        Self { running, calls_per_minute, storm }
    }
}

pub(crate) struct SimulatorApi;

#[OpenApi(prefix_path = "/simulator", tag = "Part::Simulator")]
impl SimulatorApi {
    /// How the simulated callers behave
    ///
    /// 404 when the workspace is no demo.
    #[oai(path = "/", method = "get", operation_id = "get_simulator")]
    async fn get(&self, caller: Caller) -> Result<Answer<Simulator>, Problem> {
        Ok(Answer(caller.demo.traffic(&caller.scope).await?.into()))
    }

    /// Steer the simulated callers
    #[oai(path = "/", method = "put", operation_id = "replace_simulator")]
    async fn steer(
        &self,
        caller: Caller,
        body: Json<Simulator>,
    ) -> Result<Answer<Simulator>, Problem> {
        let Simulator { running, calls_per_minute, storm } = body.0;
        let traffic = DemoTraffic { running, calls_per_minute, storm };
        Ok(Answer(caller.demo.steer(&caller.scope, traffic).await?.into()))
    }
}
