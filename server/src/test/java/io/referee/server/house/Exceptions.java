package io.referee.server.house;

import java.util.List;

/// The places that may break a rule, each with its reason. Short on purpose: the better reason is a
/// better design.
final class Exceptions {

    /// @param rule the short name that stands in the violation
    /// @param where exactly as the violation names the file or class
    /// @param reason why this place is right and the rule is wrong there
    record Allowed(String rule, String where, String reason) {}

    static final List<Allowed> ALL =
            List.of(
                    new Allowed(
                            "parameters",
                            "server/src/main/java/io/referee/server/event/EventSink.java",
                            "the envelope's fields and the fact, once per fact on the engine"
                                    + " thread: a record would be made only to be taken apart"),
                    new Allowed(
                            "parameters",
                            "sip/src/main/java/io/referee/sip/message/Request.java",
                            "made once per message, by parser and builder alone: a record would be"
                                    + " made only to be taken apart"),
                    new Allowed(
                            "parameters",
                            "sip/src/main/java/io/referee/sip/message/Response.java",
                            "as in Request"),
                    new Allowed(
                            "parameters",
                            "sip/src/test/java/io/referee/sip/uri/SipUriTest.java",
                            "the columns of a table"),
                    new Allowed(
                            "parameters",
                            "server/src/main/java/io/referee/server/call/Legs.java",
                            "the fields of the record but for two that are seldom there"),
                    new Allowed(
                            "parameters",
                            "server/src/main/java/io/referee/server/account/Account.java",
                            "the fields of the record but for the rate plan"),
                    new Allowed(
                            "parameters",
                            "server/src/main/java/io/referee/server/call/LegIdentity.java",
                            "the fields of the record but for the price"),
                    new Allowed(
                            "parameters",
                            "server/src/main/java/io/referee/server/event/LegFact.java",
                            "the fields of the record but for the price"),
                    new Allowed(
                            "parameters",
                            "server/src/main/java/io/referee/server/transfer/Order.java",
                            "the fields of the record but for the token"),
                    new Allowed(
                            "parameters",
                            "server/src/main/java/io/referee/server/transfer/TransferLimits.java",
                            "the limits but for those that have a usual value"),
                    new Allowed(
                            "parameters",
                            "server/src/main/java/io/referee/server/transfer/TransferSettings.java",
                            "the groups but for those that have a usual value"),
                    new Allowed(
                            "parameters",
                            "sip/src/main/java/io/referee/sip/session/OutgoingInvite.java",
                            "the fields of the record but for two that are seldom there"),
                    new Allowed(
                            "empty-name",
                            "sip/src/main/java/io/referee/sip/digest/AuthenticationInfo.java",
                            "the header's own name (RFC 7615)"),
                    new Allowed(
                            "empty-name",
                            "sip/src/main/java/io/referee/sip/routing/Answer.java",
                            "the DNS calls that answer so (RFC 2308 §2.2)"),
                    new Allowed(
                            "sleep",
                            "server/src/test/java/io/referee/server/store/CallWriter.java",
                            "no test but a program that writes at a pace until it is killed"),
                    new Allowed(
                            "sleep",
                            "sip-net/src/test/java/io/referee/net/EchoBench.java",
                            "no test but a load generator that is started by hand"),
                    new Allowed(
                            "reflection",
                            "io.referee.server.script.worker.NoJava",
                            "JRuby has no switch that keeps Java's objects from Ruby; runs in the"
                                    + " worker process only (ADR 0006)"),
                    new Allowed(
                            "reflection",
                            "io.referee.server.script.worker.Carrier",
                            "the JDK tells a virtual thread's carrier to its own code only; runs in"
                                    + " the worker process only (ADR 0006)"));

    private Exceptions() {}

    /// What is left of the violations when the allowed ones are taken away.
    static List<Violation> without(List<Violation> violations) {
        return violations.stream().filter(violation -> !isAllowed(violation)).toList();
    }

    private static boolean isAllowed(Violation violation) {
        return ALL.stream()
                .anyMatch(
                        allowed ->
                                allowed.rule().equals(violation.rule())
                                        && allowed.where().equals(violation.where()));
    }
}
