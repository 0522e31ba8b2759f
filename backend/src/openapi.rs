//! The OpenAPI 3.1 document, made from what is mounted: it cannot drift.

use serde_json::{Map, Value, json};
use shared::{Method, Problem, ProblemKind, operation::path_names};
use utoipa::{PartialSchema, ToSchema};

use crate::mount::{Gives, Mounted, Takes};

/// The document.
pub fn document(operations: &[Mounted]) -> Value {
    let mut schemas = Vec::new();
    Problem::schemas(&mut schemas);
    schemas.push((Problem::name().into_owned(), Problem::schema()));
    schemas.push((ProblemKind::name().into_owned(), ProblemKind::schema()));
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations {
        (operation.schemas)(&mut schemas);
        let (name, schema) = (operation.reply)();
        schemas.push((name, schema));
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method.name().to_ascii_lowercase()] = describe(operation);
    }
    let components: Map<String, Value> =
        schemas.iter().map(|(name, schema)| (name.clone(), to_value(schema))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Côte à Côte",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
            "description": "The API of an espace-temps d’accueil. Instants are milliseconds since 1970-01-01T00:00:00Z. \
                Unsafe requests bear the header X-App (the account for which the page asks, or 1); those that create bear an Idempotency-Key (a UUID, kept 48 hours).",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": { "session": { "type": "apiKey", "in": "cookie", "name": crate::comptes::cookies::ACCESS } },
        },
    })
}

fn describe(operation: &Mounted) -> Value {
    let schema = to_value(&(operation.request)());
    let fields = schema["properties"].as_object().cloned().unwrap_or_default();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let in_path: Vec<&str> = path_names(operation.path).collect();
    let mut parameters: Vec<Value> =
        in_path.iter().map(|name| parameter(name, "path", true, fields.get(*name))).collect();
    let rest = fields.iter().filter(|(name, _)| !in_path.contains(&name.as_str()));
    let mut described = json!({
        "operationId": operation.name,
        "summary": schema["description"],
        "tags": [tag(operation.path)],
        "x-role": operation.role,
        "responses": responses(operation),
    });
    match operation.method {
        Method::Get => parameters
            .extend(rest.map(|(name, field)| parameter(name, "query", required.contains(&name.as_str()), Some(field)))),
        Method::Post => {
            let properties: Map<String, Value> = rest.map(|(name, field)| (name.clone(), field.clone())).collect();
            let required: Vec<&str> = required.into_iter().filter(|name| !in_path.contains(name)).collect();
            parameters.push(header("X-App", json!({ "type": "string" })));
            let bytes = json!({ "required": true, "content": { "application/octet-stream": {} } });
            let fields = json!({
                "required": true,
                "content": { "application/json": { "schema": {
                    "type": "object", "properties": properties, "required": required, "additionalProperties": false,
                } } },
            });
            described["requestBody"] = if operation.takes == Takes::Json { fields } else { bytes };
        }
    }
    if operation.once {
        parameters.push(header("Idempotency-Key", json!({ "type": "string", "format": "uuid" })));
    }
    described["parameters"] = Value::Array(parameters);
    if operation.role != "public" {
        described["security"] = json!([{ "session": [] }]);
    }
    described
}

fn responses(operation: &Mounted) -> Value {
    let (name, _) = (operation.reply)();
    let kind = match operation.gives {
        Gives::Json => "application/json",
        Gives::Events => "text/event-stream",
        Gives::File => return file_responses(operation),
    };
    json!({
        "200": {
            "description": "Done.",
            "content": { kind: { "schema": { "$ref": format!("#/components/schemas/{name}") } } },
        },
        "default": {
            "description": "Refused: a problem of a closed list (RFC 9457).",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        },
    })
}

// The bytes themselves; the reply of the contract describes them.
fn file_responses(operation: &Mounted) -> Value {
    let (name, _) = (operation.reply)();
    let bytes = json!({ "schema": { "type": "string", "contentMediaType": "application/octet-stream" } });
    json!({
        "200": {
            "description": format!("The file of the {name}."),
            "content": { "image/jpeg": bytes.clone(), "application/pdf": bytes },
        },
        "default": {
            "description": "Refused: a problem of a closed list (RFC 9457).",
            "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
        },
    })
}

fn parameter(name: &str, place: &str, required: bool, schema: Option<&Value>) -> Value {
    json!({ "name": name, "in": place, "required": required, "schema": schema.cloned().unwrap_or_else(|| json!({ "type": "string" })) })
}

fn header(name: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "header", "required": true, "schema": schema })
}

// The first word of an address.
fn tag(path: &str) -> &str {
    path.split('/').nth(2).unwrap_or_default()
}

fn to_value<T: serde::Serialize>(schema: &T) -> Value {
    serde_json::to_value(schema).unwrap_or(Value::Null)
}
