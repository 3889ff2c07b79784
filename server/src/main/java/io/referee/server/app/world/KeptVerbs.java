package io.referee.server.app.world;

import io.referee.server.dialplan.run.PlanRun;

import java.util.Optional;
import java.util.Set;

/// The verbs of `sys` about what plans keep. *Any thread; waits.*
record KeptVerbs(Values values) {
    private static final Set<String> ALL =
            Set.of(
                    "dbwrite",
                    "dbread",
                    "dbreadforupdate",
                    "dbdelete",
                    "dbgetkeys",
                    "starttransaction",
                    "committransaction",
                    "rollbacktransaction");

    /// @param verb in lower case
    static boolean has(String verb) {
        return ALL.contains(verb);
    }

    /// @param name as the plan wrote it
    Outcome answer(PlanRun run, String name, String verb, Given given)
            throws Values.Refused, InterruptedException {
        if (given.count() > (verb.equals("dbwrite") ? 2 : 1)) {
            return Outcome.failed(name + " with a database of your own is not available");
        }
        String key = given.text(0);
        switch (verb) {
            case "dbread" -> {
                return Outcome.of(values.read(run, key).orElse(null));
            }
            case "dbreadforupdate" -> {
                return Outcome.of(values.readForUpdate(run, key).orElse(null));
            }
            case "dbgetkeys" -> {
                return Outcome.of(values.keys(run));
            }
            case "dbwrite" -> values.put(run, key, Optional.of(given.text(1)));
            case "dbdelete" -> values.put(run, key, Optional.empty());
            case "starttransaction" -> values.begin(run);
            case "committransaction" -> values.commit(run);
            default -> values.rollBack(run);
        }
        return Outcome.DONE;
    }
}
