//! The variables of templates. A template holds words and `{{variables}}`; nothing of it is a program.

use callboard_kernel::{Invalid, words};
use minijinja::{Environment, UndefinedBehavior, Value, value::Kwargs};
use std::collections::BTreeMap;

words! {
    /// What a template may ask for.
    pub enum Variable {
        /// Name of the customer; "there" when nobody is known.
        CustomerName = "customer_name",
        /// First name of the customer; "there" when nobody is known.
        FirstName = "first_name",
        /// Name of the company.
        CompanyName = "company_name",
        /// Number that the text comes from.
        CompanyPhone = "company_phone",
        /// Who writes.
        AgentName = "agent_name",
        /// When the visit is, in the words of whoever writes.
        JobTime = "job_time",
        /// "We open again Tuesday at 8:00 AM."; empty while the desk is open.
        NextOpening = "next_opening",
    }
}

/// Values of variables.
pub type Values = BTreeMap<Variable, String>;

/// What stands between the braces; an error names what is no variable.
fn names(body: &str) -> Result<Vec<&str>, Invalid> {
    if body.contains("{%") || body.contains("{#") {
        let message = "A template holds text and {{variables}} only.";
        return Err(Invalid::field("body", "not_allowed", message));
    }
    let mut found = Vec::new();
    let mut rest = body;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((inside, after)) = after.split_once("}}") else {
            return Err(Invalid::field("body", "not_closed", "A {{variable}} is not closed."));
        };
        found.push(inside.trim());
        rest = after;
    }
    Ok(found)
}

/// The variables of a text, each once, in the order in which they come.
pub(crate) fn variables(body: &str) -> Result<Vec<Variable>, Invalid> {
    let mut found = Vec::new();
    let mut wrong = Invalid::default();
    for name in names(body)? {
        match Variable::parse(name) {
            Some(variable) if !found.contains(&variable) => found.push(variable),
            Some(_) => {}
            None => {
                let known: Vec<_> = Variable::ALL.iter().map(|one| one.as_str()).collect();
                let message = format!("There is no such variable; there are {}.", known.join(", "));
                wrong.push("body", "unknown_variable", message);
            }
        }
    }
    wrong.check()?;
    Ok(found)
}

/// The text with the values in place of its variables. Blanks that an empty value leaves are taken out. An error names the
/// variables that have no value.
pub fn render(body: &str, values: &Values) -> Result<String, Invalid> {
    let mut wrong = Invalid::default();
    for variable in variables(body)? {
        if !values.contains_key(&variable) {
            wrong.push(format!("variables.{variable}"), "required", "This template needs it.");
        }
    }
    wrong.check()?;
    let context: Kwargs =
        values.iter().map(|(name, value)| (name.as_str(), Value::from(value.as_str()))).collect();
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    let text = engine
        .render_str(body, Value::from(context))
        .map_err(|_| Invalid::field("body", "not_allowed", "The template cannot be read."))?;
    Ok(tidy(&text))
}

/// One blank where an empty value left two, none at the ends of lines.
fn tidy(text: &str) -> String {
    let line =
        |line: &str| line.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    text.trim().lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(Variable, &str)]) -> Values {
        pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
    }

    #[test]
    fn variables_become_their_values() {
        let values = values(&[(Variable::FirstName, "Ana"), (Variable::NextOpening, "")]);
        let text = render("Hi {{ first_name }}, sorry. {{next_opening}} Bye!", &values).unwrap();
        assert_eq!(text, "Hi Ana, sorry. Bye!");
    }

    #[test]
    fn a_value_is_never_read_as_a_template() {
        let values = values(&[(Variable::FirstName, "{{company_name}} <b>")]);
        assert_eq!(render("{{first_name}}", &values).unwrap(), "{{company_name}} <b>");
    }

    #[test]
    fn nothing_but_variables_is_allowed() {
        for body in [
            "{% for x in y %}",
            "{# note #}",
            "{{ first_name | upper }}",
            "{{ first_name.x }}",
            "{{ 7 * 7 }}",
            "{{ range(9) }}",
            "{{ unknown }}",
            "{{ first_name",
            "{{ {{ first_name }} }}",
            "{{}}",
        ] {
            assert!(render(body, &values(&[(Variable::FirstName, "Ana")])).is_err(), "{body}");
        }
    }

    #[test]
    fn a_variable_without_a_value_is_named() {
        let Invalid(wrong) = render("{{job_time}}", &Values::new()).unwrap_err();
        assert_eq!(wrong[0].path, "variables.job_time");
    }
}
