package io.referee.server.dialplan.dial;

import io.referee.server.dialplan.Dialled;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A dial string, read: stages that are tried one after another (`|`), each with legs that ring
/// together (`&`). *Immutable, any thread.*
///
/// Variables are put in after the string was split, so that what a caller calls himself can add no
/// leg and no option.
public final class DialString {
    /// The longest dial string, in characters.
    public static final int MAX_LENGTH = 4096;

    /// The most legs of one dial string.
    public static final int MAX_LEGS = 20;

    /// What became of reading a dial string.
    public sealed interface Reading {

        record Good(DialString string) implements Reading {}

        /// It cannot be used.
        ///
        /// @param position the character that is wrong, from 1
        record Wrong(int position, String complaint) implements Reading {

            /// `character 7: a port is a number …`
            public String sentence() {
                return "character " + position + ": " + complaint;
            }
        }
    }

    /// A dial string with its variables filled in.
    ///
    /// @param stages none of them empty
    /// @param notes what was left out or looks wrong, one line each
    public record Filled(List<List<DialLeg>> stages, List<String> notes) {}

    private final String text;
    private final List<List<LegText>> stages;

    DialString(String text, List<List<LegText>> stages) {
        this.text = text;
        this.stages = stages;
    }

    /// Reads a dial string.
    public static Reading parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Reading.Wrong(
                    MAX_LENGTH + 1,
                    "a dial string has no more than " + MAX_LENGTH + " characters.");
        }
        if (OldForm.is(text)) {
            return new Reading.Wrong(1, OldForm.COMPLAINT);
        }
        Optional<Variables.Wrong> variable = Variables.check(text);
        if (variable.isPresent()) {
            return new Reading.Wrong(variable.get().position() + 1, variable.get().complaint());
        }
        return new DialStringReader(text).read();
    }

    /// The legs for a call.
    public Filled fill(Dialled call) {
        List<String> notes = new ArrayList<>();
        List<List<DialLeg>> filled = new ArrayList<>(stages.size());
        for (List<LegText> stage : stages) {
            filled.add(stage.stream().map(leg -> fill(leg, call, notes)).toList());
        }
        return new Filled(List.copyOf(filled), List.copyOf(notes));
    }

    private static DialLeg fill(LegText leg, Dialled call, List<String> notes) {
        notes.addAll(leg.notes());
        List<LegOptions.Option> options = new ArrayList<>(leg.options().size());
        for (LegOptions.Option option : leg.options()) {
            String value = Variables.fill(option.value(), call, notes);
            options.add(new LegOptions.Option(option.key(), value));
        }
        LegOptions said = options.isEmpty() ? LegOptions.NONE : LegOptions.of(options, notes);
        Optional<SipUri> target =
                leg.asReferred() ? SipUri.parse(call.referTo()) : Optional.empty();
        return target.isPresent()
                ? referred(leg, target.get(), said)
                : new DialLeg(
                        leg.text(),
                        leg.scheme(),
                        Variables.fill(leg.user(), Escapes::unescape, call, notes),
                        Variables.fill(leg.host(), call, notes),
                        leg.port(),
                        leg.parameters(),
                        leg.headers(),
                        said,
                        false);
    }

    /// The target of a transfer as it stands, with all its parameters (`transfers.md` H47): one
    /// leg, whatever it holds.
    private static DialLeg referred(LegText leg, SipUri target, LegOptions options) {
        return new DialLeg(
                leg.text(),
                target.secure() ? DialLeg.Scheme.SIPS : DialLeg.Scheme.SIP,
                target.plainUser(),
                target.host(),
                target.port(),
                target.parameters().text(),
                "",
                options,
                true);
    }

    /// The string as it was written.
    @Override
    public String toString() {
        return text;
    }

    /// One leg with its variables still in it.
    ///
    /// @param user escaped as written
    record LegText(
            String text,
            DialLeg.Scheme scheme,
            String user,
            String host,
            int port,
            String parameters,
            String headers,
            List<LegOptions.Option> options,
            List<String> notes) {
        private static final String REFER_TO = "${REFERTO}";

        /// Whether it is nothing but the target of the transfer.
        private boolean asReferred() {
            return host.equalsIgnoreCase(REFER_TO)
                    && user.isEmpty()
                    && port < 0
                    && parameters.isEmpty()
                    && headers.isEmpty();
        }
    }
}
