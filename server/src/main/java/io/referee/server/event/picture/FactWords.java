package io.referee.server.event.picture;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.event.ProviderFact;
import io.referee.server.event.RegistrationFact;
import io.referee.server.event.SecurityFact;
import io.referee.server.event.SipMessageFact;
import io.referee.server.event.TransferFact;

import java.util.function.UnaryOperator;

/// Decisions in words for a ladder. What the messages show anyway has none.
final class FactWords {
    private FactWords() {}

    /// The words, or empty.
    ///
    /// @param leg id of the leg that the fact is about, or empty
    /// @param name what a leg id is called in the picture
    static String of(String leg, Fact fact, UnaryOperator<String> name) {
        return switch (fact) {
            case CallFact f -> call(f, name);
            case TransferFact f -> transfer(f, name);
            case BridgeFact.Started f ->
                    name.apply(f.legX())
                            + " and "
                            + name.apply(f.legY())
                            + " are connected ("
                            + f.because()
                            + ")";
            case DialPlanFact.Step f -> "dial plan " + f.plan() + ": " + f.text();
            case DialPlanFact.Traced f ->
                    "dial plan "
                            + f.plan()
                            + (f.to().isEmpty() ? ": no trace" : ": trace to " + f.to());
            case DialPlanFact.Failed f ->
                    "dial plan " + f.plan() + line(f.line()) + " failed: " + f.text();
            case SecurityFact f -> "security, " + f.kind() + ": " + f.reason();
            case ProviderFact.Untaken f ->
                    "nobody takes this call of the provider " + f.provider() + ": " + f.reason();
            case LegFact.Hears f -> name.apply(leg) + " hears " + f.what();
            case BridgeFact.Ended _,
                    BridgeFact.Direction _,
                    LegFact.Created _,
                    LegFact.Ringing _,
                    LegFact.Answered _,
                    LegFact.Ended _,
                    RegistrationFact _,
                    ProviderFact.Registered _,
                    ProviderFact.Failed _,
                    SipMessageFact _ ->
                    "";
        };
    }

    /// What would allow what was blocked, as the end of a sentence; empty when nothing would.
    static String allowedBy(String setting) {
        return setting.isEmpty() ? "" : "; it needs " + setting;
    }

    private static String call(CallFact fact, UnaryOperator<String> name) {
        return switch (fact) {
            case CallFact.Created f -> "call from " + f.from() + " to " + f.to();
            case CallFact.Held f -> name.apply(f.by()) + " holds";
            case CallFact.Resumed f -> name.apply(f.by()) + " resumes";
            case CallFact.Ended f -> "call over: " + f.status() + " " + f.reason();
            case CallFact.HoldStep f ->
                    f.action()
                            + " of the "
                            + f.side()
                            + ": "
                            + (f.state().equals("start") ? "asked" : f.state());
            case CallFact.Merged f -> name.apply(f.leg()) + " comes over from call " + f.absorbed();
            case CallFact.Related f -> "the call comes of transfer " + f.transfer();
            case CallFact.Ringing _, CallFact.Answered _ -> "";
        };
    }

    private static String transfer(TransferFact fact, UnaryOperator<String> name) {
        String words =
                switch (fact) {
                    case TransferFact.Requested f ->
                            "requested by "
                                    + name.apply(f.transferor())
                                    + " over "
                                    + f.door()
                                    + ": "
                                    + f.kind()
                                    + " to "
                                    + f.target()
                                    + (f.transferee().isEmpty()
                                            ? ""
                                            : ", " + name.apply(f.transferee()) + " stays")
                                    + (f.until().isEmpty() ? "" : "; the owner is asked");
                    case TransferFact.Blocked f ->
                            "blocked: " + f.status() + " " + f.reason() + allowedBy(f.setting());
                    case TransferFact.Accepted _ -> "accepted";
                    case TransferFact.Ringing _ -> "the target rings";
                    case TransferFact.Answered f -> name.apply(f.targetLeg()) + " answered";
                    case TransferFact.Completed f -> "completed: " + f.status();
                    case TransferFact.Failed f ->
                            "failed at " + f.stage() + ": " + f.status() + " " + f.reason();
                    case TransferFact.Returned f -> returned(f.recovery());
                    case TransferFact.Unknown f ->
                            ("of unknown outcome: " + f.status() + " " + f.reason()).strip();
                    case TransferFact.Aborted f -> "aborted: " + f.status() + " " + f.reason();
                };
        return "transfer " + fact.transfer() + " " + words;
    }

    private static String returned(String recovery) {
        return switch (recovery) {
            case "recall" -> "the transferor was called back";
            case "fallback" -> "the transferee talks to somebody else";
            default -> "the old call is " + recovery;
        };
    }

    private static String line(int line) {
        return line == 0 ? "" : ", line " + line + ",";
    }
}
