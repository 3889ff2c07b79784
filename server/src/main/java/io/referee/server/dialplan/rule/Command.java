package io.referee.server.dialplan.rule;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.dial.DialString.Reading;
import io.referee.server.transfer.ReferPlans;
import io.referee.sip.message.Phrases;

import java.time.Duration;
import java.util.Locale;

/// What a rule does when it matches. *Immutable.*
sealed interface Command {

    record Dial(DialString string, Duration ringLimit, Duration answeredLimit) implements Command {}

    record Reject(int status, String reason) implements Command {}

    /// Of a plan that is asked about a REFER: what becomes of that.
    record Refer(ReferPlans.Word word) implements Command {}

    /// What the older service could look up and nobody can any more; the next rule is looked at.
    record HighriseLookup() implements Command {}

    /// Reads the command of a rule and its parameters.
    static Parsed<Command> parse(DialPlan.Rule rule) {
        if (rule.parameters().contains("#{")) {
            return wrong(
                    "parameters",
                    "must not hold #{...}: a rule runs no Ruby; variables such as ${EXTEN} are"
                            + " there instead.");
        }
        return switch (rule.command().toLowerCase(Locale.ROOT)) {
            case "dial" -> dial(rule);
            case "dialadvanced" -> dialAdvanced(rule);
            case "reject" -> reject(rule);
            case "accepttransfer" ->
                    new Parsed.Good<>(
                            new Refer(new ReferPlans.Word.Accept(rule.parameters().strip())));
            case "passtransfer" -> new Parsed.Good<>(new Refer(new ReferPlans.Word.Pass()));
            case "askowner" -> new Parsed.Good<>(new Refer(new ReferPlans.Word.AskOwner()));
            case "highriselookup" -> new Parsed.Good<>(new HighriseLookup());
            default ->
                    wrong(
                            "command",
                            "must be dial, dialAdvanced, reject or highriseLookup, and in the plan"
                                    + " onRefer acceptTransfer, passTransfer, askOwner or reject,"
                                    + " not \""
                                    + rule.command()
                                    + "\".");
        };
    }

    /// The number and the provider may stand in one parameter, `number@provider`, or in two.
    private static Parsed<Command> dial(DialPlan.Rule rule) {
        String number = rule.parameters().strip();
        String provider = rule.details().parameters2().strip();
        if (!provider.isEmpty() && number.indexOf('@') >= 0) {
            return wrong(
                    "parameters2", "must not stand there: parameters names the provider already.");
        }
        String whole =
                provider.isEmpty()
                        ? number
                        : (number.isEmpty() ? "${EXTEN}" : number) + "@" + provider;
        return string(whole, Step.Dial.MAX_RING, Duration.ZERO);
    }

    private static Parsed<Command> dialAdvanced(DialPlan.Rule rule) {
        Parsed<Duration> ring = seconds("parameters2", rule.details().parameters2());
        Parsed<Duration> limit = seconds("parameters3", rule.details().parameters3());
        if (ring instanceof Parsed.Wrong<Duration>(String key, String complaint)) {
            return wrong(key, complaint);
        }
        if (limit instanceof Parsed.Wrong<Duration>(String key, String complaint)) {
            return wrong(key, complaint);
        }
        Duration wanted = ((Parsed.Good<Duration>) ring).value();
        boolean usual = wanted.isZero() || wanted.compareTo(Step.Dial.MAX_RING) > 0;
        return string(
                rule.parameters(),
                usual ? Step.Dial.MAX_RING : wanted,
                ((Parsed.Good<Duration>) limit).value());
    }

    private static Parsed<Command> string(String text, Duration ring, Duration limit) {
        if (text.isBlank()) {
            return wrong("parameters", "must say what to dial: an account, or number@provider.");
        }
        return switch (DialString.parse(text)) {
            case Reading.Good(DialString string) ->
                    new Parsed.Good<>(new Dial(string, ring, limit));
            case Reading.Wrong bad ->
                    wrong("parameters", "is no dial string, at " + bad.sentence());
        };
    }

    private static Parsed<Duration> seconds(String key, String text) {
        String digits = text.strip();
        boolean number = digits.length() <= 6 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number
                ? new Parsed.Good<>(
                        Duration.ofSeconds(digits.isEmpty() ? 0 : Long.parseLong(digits)))
                : new Parsed.Wrong<>(key, "must be whole seconds, not \"" + text + "\".");
    }

    /// The status and the reason may stand in one parameter, `486 Busy Here`, or in two.
    private static Parsed<Command> reject(DialPlan.Rule rule) {
        String text = rule.parameters().strip();
        int space = text.indexOf(' ');
        String digits = space < 0 ? text : text.substring(0, space);
        String behind = space < 0 ? "" : text.substring(space + 1).strip();
        String second = rule.details().parameters2().strip();
        String reason = second.isEmpty() ? behind : second;
        boolean number = digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int status = number ? Integer.parseInt(digits) : 0;
        if (status < 400 || status > 699) {
            return wrong(
                    "parameters",
                    "must be a SIP status from 400 to 699, such as 486, not \"" + text + "\".");
        }
        if (reason.chars().anyMatch(c -> c < ' ' || c == 127)) {
            return wrong("parameters2", "must be one line of text.");
        }
        return new Parsed.Good<>(
                new Reject(status, reason.isEmpty() ? Phrases.of(status) : reason));
    }

    private static Parsed<Command> wrong(String key, String complaint) {
        return new Parsed.Wrong<>(key, complaint);
    }
}
