package io.referee.server.app.cli;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.document.Document;
import io.referee.server.app.document.Node;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/// The users of a server with their dial plans, as its API shows them.
final class PlansOnly {
    private static final JsonMapper JSON = new JsonMapper();

    private PlansOnly() {}

    /// @param json the answer about all users
    static DirectorySnapshot of(String json, String domain) {
        List<Owner> owners = new ArrayList<>();
        List<DialPlan> plans = new ArrayList<>();
        for (JsonNode user : JSON.readTree(json).path("users").values()) {
            String name = user.path("name").asString("");
            Owner owner = new Owner(name, "", List.of());
            owners.add(owner);
            DirectorySnapshot alone =
                    DirectorySnapshot.of(List.of(domain), List.of(owner), List.of(), List.of());
            for (JsonNode plan : user.path("dialPlans").values()) {
                Node body = Document.json("the server's answer", plan.toString());
                plans.addAll(
                        Apply.dialPlan(body, name, plan.path("name").asString(""), alone)
                                .directory()
                                .dialPlansOf(name));
            }
        }
        return DirectorySnapshot.of(List.of(domain), owners, List.of(), plans);
    }
}
