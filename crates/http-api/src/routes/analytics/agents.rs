//! Who talked, and what came of it (S1X-ANA-03).

use super::{
    figures::CallFigures,
    period::{ReportPeriod, ReportQuery},
};
use crate::{
    answer::Answer, auth::Caller, fields::Word, problem::Problem, request::Params, routes::Part,
};
use callboard_calls::{
    analytics::{self, AgentCalls},
    model::AgentType,
};
use callboard_kernel::MemberId;
use poem_openapi::{Object, OpenApi};
use uuid::Uuid;

/// The calls of one agent (`GET /calls` with `agent_id`, or `agent_type=ai`).
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
pub(crate) struct AgentPerformance {
    /// Person or program.
    agent_type: Word<AgentType>,
    /// The member; absent for the voice program.
    agent_id: Option<Uuid>,
    /// Name of the member.
    name: Option<String>,
    /// Their calls.
    #[oai(flatten)]
    figures: CallFigures,
}

/// The agents of a period.
#[derive(Object)]
pub(crate) struct AgentsPerformance {
    /// The period.
    period: ReportPeriod,
    /// Members and the voice program, most calls first. Calls that nobody talked in belong to no agent.
    agents: Vec<AgentPerformance>,
    /// All people together.
    human: CallFigures,
    /// The voice program.
    ai: CallFigures,
}

impl From<AgentCalls> for AgentPerformance {
    fn from(agent: AgentCalls) -> Self {
        Self {
            agent_type: Word(agent.agent_type),
            agent_id: agent.agent.map(MemberId::uuid),
            name: agent.name,
            figures: agent.figures.into(),
        }
    }
}

pub(crate) struct AgentsApi;

#[OpenApi(prefix_path = "/analytics/agents", tag = "Part::Analytics")]
impl AgentsApi {
    /// Agents
    ///
    /// Calls, talking time and bookings of each member and of the voice program. Technicians get their own.
    #[oai(path = "/performance", method = "get", operation_id = "get_agent_performance")]
    async fn performance(
        &self,
        caller: Caller,
        query: Params<ReportQuery>,
    ) -> Result<Answer<AgentsPerformance>, Problem> {
        let (period, _) = query.0.periods(&caller).await?;
        let agents = caller.calls.agents(&caller.scope, period).await?;
        let together = |kind| {
            let of_kind = agents.iter().filter(|agent| agent.agent_type == kind);
            of_kind.fold(analytics::CallFigures::default(), |sum, agent| sum.and(agent.figures))
        };
        let (human, ai) = (together(AgentType::Human).into(), together(AgentType::Ai).into());
        let agents = agents.into_iter().map(AgentPerformance::from).collect();
        Ok(Answer(AgentsPerformance { period: period.into(), agents, human, ai }))
    }
}
