package io.referee.server.ladders;

import io.referee.ladder.Words;
import io.referee.sip.message.SipMessage;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Compares the dialogs that a NOTIFY tells of with the words of a line. `docs/ladders.md` says
/// what they mean.
final class DialogWords {
    private final Function<String, PhoneLeg> legs;
    private final Words words;

    DialogWords(Function<String, PhoneLeg> legs, Words words) {
        this.legs = legs;
        this.words = words;
    }

    /// Why a property does not fit.
    ///
    /// @throws IllegalArgumentException when there is no such property
    Optional<String> mismatch(SipMessage message, String key, String wanted) {
        Predicate<ToldDialogs> fits = fits(key, wanted);
        Optional<ToldDialogs> told = ToldDialogs.in(message);
        if (told.isEmpty()) {
            return Optional.of("it tells of no dialogs");
        }
        return fits.test(told.get())
                ? Optional.empty()
                : Optional.of(key + " is not " + wanted + " in " + told.get());
    }

    private Predicate<ToldDialogs> fits(String key, String wanted) {
        return switch (key) {
            case "dialogs" -> told -> told.state().equals(wanted);
            case "version" -> told -> told.version() == Long.parseLong(wanted);
            case "entity" -> told -> told.entity().equals(Names.uri(wanted));
            case "count" -> told -> told.dialogs().size() == Integer.parseInt(wanted);
            case "of" -> told -> !meant(told).isEmpty();
            default -> {
                Predicate<ToldDialogs.Dialog> one = one(key, wanted);
                yield told -> meant(told).stream().anyMatch(one);
            }
        };
    }

    private Predicate<ToldDialogs.Dialog> one(String key, String wanted) {
        return switch (key) {
            case "state" -> dialog -> dialog.state().equals(wanted);
            case "event" -> dialog -> dialog.event().equals(wanted.equals("none") ? "" : wanted);
            case "code" -> dialog -> dialog.code().equals(wanted);
            case "direction" -> dialog -> dialog.direction().equals(wanted);
            case "local" -> dialog -> dialog.local().identity().equals(Names.uri(wanted));
            case "remote" -> dialog -> dialog.remote().identity().equals(Names.uri(wanted));
            case "display" -> dialog -> dialog.remote().display().equals(wanted);
            case "referredBy" ->
                    dialog ->
                            dialog.referredBy()
                                    .equals(wanted.equals("none") ? "" : Names.uri(wanted));
            case "replaces" ->
                    dialog ->
                            wanted.equals("none")
                                    ? dialog.replaces().isEmpty()
                                    : dialog.replaces().filter(named(wanted)::equals).isPresent();
            default -> throw new IllegalArgumentException("unknown property " + key + "=" + wanted);
        };
    }

    /// The dialogs that the line is about: that of the leg behind `of=`, or all.
    private List<ToldDialogs.Dialog> meant(ToldDialogs told) {
        Optional<String> leg = words.property("of");
        return leg.isEmpty()
                ? told.dialogs()
                : told.dialogs().stream()
                        .filter(dialog -> same(dialog.ids(), named(leg.get())))
                        .toList();
    }

    /// Tags that the phone does not know yet, or we do not, are not compared.
    private static boolean same(ToldDialogs.Ids told, ToldDialogs.Ids known) {
        return told.callId().equals(known.callId())
                && (known.remoteTag().isEmpty()
                        || told.remoteTag().equals(known.remoteTag())
                                && told.localTag().equals(known.localTag()));
    }

    private ToldDialogs.Ids named(String name) {
        PhoneLeg leg = legs.apply(name);
        return leg.dialog()
                .map(own -> new ToldDialogs.Ids(own.callId(), own.localTag(), own.remoteTag()))
                .orElseGet(() -> new ToldDialogs.Ids(leg.callId(), leg.localTag(), ""));
    }
}
