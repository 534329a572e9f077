//! Edits of single keys that keep the person's comments, order and spacing.
//!
//! Owns changing the text; judges neither the value nor the result.

use jsonc_parser::cst::{CstArray, CstInputValue, CstNode, CstObject, CstObjectProp, CstRootNode};
use serde_json::Value;

use super::path::{ConfigPath, Step};
use super::read::options;

/// Why an edit can't be made.
#[derive(Debug, PartialEq, Eq)]
pub enum EditError {
    /// The text is not JSON5.
    Syntax,
    /// The path leads through something that is no object, or past the end of a list.
    Path,
}

/// `text` with the value at `path` set; objects on the way are made.
pub fn set(text: &str, path: &ConfigPath, value: &Value) -> Result<String, EditError> {
    let root = CstRootNode::parse(text, &options()).map_err(|_| EditError::Syntax)?;
    let (last, above) = path.steps().split_last().ok_or(EditError::Path)?;
    let top = root.object_value_or_create().ok_or(EditError::Path)?;
    match walk(top, above, true)?.ok_or(EditError::Path)? {
        Place::Object(object) => match last {
            Step::Key(key) => match object.get(key) {
                Some(prop) => prop.set_value(input(value)),
                None => {
                    object.append(key, input(value));
                }
            },
            Step::Index(_) => return Err(EditError::Path),
        },
        Place::List(list) => {
            let place = last.place().ok_or(EditError::Path)?;
            let elements = list.elements();
            if place > elements.len() {
                return Err(EditError::Path);
            }
            if let Some(old) = elements.into_iter().nth(place) {
                old.remove();
            }
            list.insert(place, input(value));
        }
    }
    Ok(root.to_string())
}

/// `text` without the key at `path`; `None` where it does not stand there.
pub fn unset(text: &str, path: &ConfigPath) -> Result<Option<String>, EditError> {
    let root = CstRootNode::parse(text, &options()).map_err(|_| EditError::Syntax)?;
    let (last, above) = path.steps().split_last().ok_or(EditError::Path)?;
    let Some(top) = root.object_value() else {
        return Ok(None);
    };
    match walk(top, above, false)? {
        Some(Place::Object(object)) => match last {
            Step::Key(key) => match object.get(key) {
                Some(prop) => prop.remove(),
                None => return Ok(None),
            },
            Step::Index(_) => return Err(EditError::Path),
        },
        Some(Place::List(list)) => {
            let place = last.place().ok_or(EditError::Path)?;
            match list.elements().into_iter().nth(place) {
                Some(element) => element.remove(),
                None => return Ok(None),
            }
        }
        None => return Ok(None),
    }
    Ok(Some(root.to_string()))
}

enum Place {
    Object(CstObject),
    List(CstArray),
}

/// Goes down to the container of the last step. `Ok(None)`: it is not there and not to be made.
fn walk(top: CstObject, steps: &[Step], make: bool) -> Result<Option<Place>, EditError> {
    let mut here = Place::Object(top);
    for step in steps {
        here = match (&here, step) {
            (Place::Object(object), Step::Key(key)) => match below(object, key, make)? {
                Some(place) => place,
                None => return Ok(None),
            },
            (Place::Object(_), Step::Index(_)) => return Err(EditError::Path),
            (Place::List(list), step) => {
                let place = step.place().ok_or(EditError::Path)?;
                let element = list.elements().into_iter().nth(place);
                container(&element.ok_or(EditError::Path)?).ok_or(EditError::Path)?
            }
        };
    }
    Ok(Some(here))
}

fn below(object: &CstObject, key: &str, make: bool) -> Result<Option<Place>, EditError> {
    let value = object.get(key).as_ref().and_then(CstObjectProp::value);
    match value {
        Some(node) if node.as_null_keyword().is_none() => {
            container(&node).map(Some).ok_or(EditError::Path)
        }
        _ if make => Ok(Some(Place::Object(object.object_value_or_set(key)))),
        _ => Ok(None),
    }
}

fn container(node: &CstNode) -> Option<Place> {
    node.as_object()
        .map(Place::Object)
        .or_else(|| node.as_array().map(Place::List))
}

fn input(value: &Value) -> CstInputValue {
    match value {
        Value::Null => CstInputValue::Null,
        Value::Bool(switch) => CstInputValue::Bool(*switch),
        Value::Number(number) => CstInputValue::Number(number.to_string()),
        Value::String(text) => CstInputValue::String(text.clone()),
        Value::Array(items) => CstInputValue::Array(items.iter().map(input).collect()),
        Value::Object(map) => CstInputValue::Object(
            map.iter()
                .map(|(key, value)| (key.clone(), input(value)))
                .collect(),
        ),
    }
}
