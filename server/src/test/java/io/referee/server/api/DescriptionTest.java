package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The description against what the server really is.
class DescriptionTest {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);
    private final JsonNode description =
            new YAMLMapper().readTree(http.get("/openapi.yaml").body());

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    @Test
    void everyAddressIsDescribedAndEveryDescriptionIsAnAddress() {
        List<String> described = new ArrayList<>();
        description
                .path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue().propertyNames().stream()
                                        .filter(METHODS::contains)
                                        .forEach(
                                                method ->
                                                        described.add(
                                                                method.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey())));

        assertThat(described).containsExactlyInAnyOrderElementsOf(live.api.addresses());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : description.findValues("$ref")) {
            assertThat(description.at(reference.asString().substring(1)).isMissingNode())
                    .as(reference.asString())
                    .isFalse();
        }
    }

    /// Parameters that are described are known, and no other is.
    @Test
    void everyParameterOfTheQueryIsDescribed() {
        for (Door door : doors()) {
            List<String> told =
                    description
                            .path("paths")
                            .path(door.path())
                            .path(door.method().name().toLowerCase(Locale.ROOT))
                            .path("parameters")
                            .valueStream()
                            .filter(p -> p.path("in").asString("").equals("query"))
                            .map(p -> p.path("name").asString(""))
                            .filter(name -> !name.equals("owner"))
                            .toList();
            assertThat(told).as(door.path()).containsExactlyInAnyOrderElementsOf(door.parameters());
        }
    }

    private List<Door> doors() {
        return live.api.doors().stream()
                .filter(door -> door.path().startsWith("/api/v1/"))
                .toList();
    }

    @Test
    void everyOperationHasItsOwnNameAndSaysItsPathParameters() {
        List<String> names = description.findValuesAsString("operationId");
        assertThat(names).doesNotHaveDuplicates();
        description
                .path("paths")
                .properties()
                .forEach(
                        path ->
                                path.getValue()
                                        .properties()
                                        .forEach(
                                                operation -> {
                                                    Set<String> told =
                                                            operation
                                                                    .getValue()
                                                                    .path("parameters")
                                                                    .valueStream()
                                                                    .map(
                                                                            p ->
                                                                                    p.path("$ref")
                                                                                            .asString(
                                                                                                    ""))
                                                                    .map(
                                                                            ref ->
                                                                                    ref.substring(
                                                                                            ref
                                                                                                            .lastIndexOf(
                                                                                                                    '/')
                                                                                                    + 1))
                                                                    .collect(Collectors.toSet());
                                                    for (String part : path.getKey().split("/")) {
                                                        if (part.startsWith("{")) {
                                                            assertThat(told)
                                                                    .as(path.getKey())
                                                                    .contains(
                                                                            part.substring(
                                                                                    1,
                                                                                    part.length()
                                                                                            - 1));
                                                        }
                                                    }
                                                }));
    }

    @Test
    void realAnswersHaveThePropertiesOfTheirSchemas() {
        String call = live.talking("<sip:guest@elsewhere.example>", "bob");
        JsonNode shown = aaron.get("/api/v1/calls/" + call).json();
        String leg = shown.path("legs").get(1).path("leg").asString();
        String transfer =
                aaron.post(
                                "/api/v1/calls/" + call + "/transfers",
                                "{\"leg\": \"" + leg + "\", \"to\": \"carol\"}")
                        .json()
                        .path("id")
                        .asString();
        live.troubles = List.of("The database is away.");
        holds("Health", http.get("/healthz"));
        holds("Signpost", http.get("/"));
        holds("Calls", aaron.get("/api/v1/calls"));
        holds("Call", aaron.get("/api/v1/calls/" + call));
        holds("Transfer", aaron.get("/api/v1/transfers/" + transfer));
        holds("Ladder", aaron.get("/api/v1/calls/" + call + "/ladder"));
        holds("Cdrs", aaron.get("/api/v1/cdrs"));
        holds("Chain", aaron.get("/api/v1/chains/" + shown.path("chain").asString()));
        holds("Registrations", aaron.get("/api/v1/registrations"));
        String provider =
                "{\"server\": \"sip.example.org\", \"username\": \"u\", \"password\": \"p\","
                        + " \"register\": true, \"customHeaders\": \"X: 1\"}";
        holds("Changes", aaron.put("/api/v1/providers/blueface", provider));
        holds("Providers", aaron.get("/api/v1/providers"));
        holds("Provider", aaron.get("/api/v1/providers/blueface"));
        aaron.put("/api/v1/users/aaron", "{\"rates\": [{\"perMinute\": 12.5}]}");
        holds("Users", aaron.get("/api/v1/users"));
        holds("User", aaron.get("/api/v1/users/aaron"));
        holds("Accounts", aaron.get("/api/v1/accounts"));
        holds("Account", aaron.get("/api/v1/accounts/bob"));
        holds("DialPlans", aaron.get("/api/v1/dialplans"));
        holds("DialPlan", aaron.get("/api/v1/dialplans/simple"));
        holds("Changes", aaron.put("/api/v1/accounts/bob", "{\"transfer\": \"deny\"}"));
        holds(
                "Decisions",
                aaron.post(
                        "/api/v1/dialplans/simple/dry-run",
                        "{\"from\": \"alice\", \"to\": \"2\"}"));
        holds("Status", aaron.get("/api/v1/status"));
        aaron.put("/api/v1/dialplans/ruby", "{\"type\": \"ruby\", \"script\": \"1\"}");
        holds("DialPlan", aaron.get("/api/v1/dialplans/ruby"));
        holds("PlanVersions", aaron.get("/api/v1/dialplans/ruby/versions"));
        holds("RpcAnswer", aaron.post("/mi", "{\"method\": \"x\", \"id\": 1}"));
        holds("Error", aaron.get("/api/v1/calls/cnone"));
    }

    private void holds(String schema, Client.Got got) {
        assertThat(got.body()).startsWith("{");
        holds(schema, schema(schema), got.json());
    }

    private JsonNode schema(String name) {
        return description.path("components").path("schemas").path(name);
    }

    private void holds(String where, JsonNode written, JsonNode answer) {
        String reference = written.path("$ref").asString("");
        JsonNode schema = reference.isEmpty() ? written : description.at(reference.substring(1));
        if (answer.isArray()) {
            assertThat(answer.size()).as("entries of " + where).isPositive();
            answer.forEach(item -> holds(where, schema.path("items"), item));
        } else if (answer.isObject() && schema.has("properties")) {
            JsonNode properties = schema.path("properties");
            answer.properties()
                    .forEach(
                            field -> {
                                assertThat(properties.has(field.getKey()))
                                        .as(where + "." + field.getKey())
                                        .isTrue();
                                if (!List.of(
                                                "warnings",
                                                "errors",
                                                "addresses",
                                                "servers",
                                                "segments",
                                                "rules",
                                                "merges",
                                                "related",
                                                "totals",
                                                "options",
                                                "headers")
                                        .contains(field.getKey())) {
                                    holds(
                                            where + "." + field.getKey(),
                                            properties.path(field.getKey()),
                                            field.getValue());
                                }
                            });
            if (!where.startsWith("Ladder.rows")) {
                complete(where, properties, answer);
            }
        }
    }

    /// Each property that is neither write-only nor for some answers only is in the answer.
    private static void complete(String where, JsonNode properties, JsonNode answer) {
        properties.properties().stream()
                .filter(property -> !property.getValue().path("writeOnly").asBoolean(false))
                .filter(property -> !property.getValue().path("readOnly").asBoolean(false))
                .filter(
                        property ->
                                !Set.of("setting", "rules", "script", "traceEmail")
                                        .contains(property.getKey()))
                .forEach(
                        property ->
                                assertThat(answer.has(property.getKey()))
                                        .as(where + "." + property.getKey())
                                        .isTrue());
    }
}
