package io.referee.bench.phones;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Calls of a guest to an account that are transferred to another account: attended by the callee's
/// REFER, or because somebody asks for it from outside. The guest hangs up 100 ms after that. *One
/// thread.*
public final class Transfers {
    private static final long MOMENT_MILLIS = 50;
    private static final long TALK_MILLIS = 100;
    private static final int LATE_SECONDS = 20;
    private static final String TARGET = "sip:target@localhost";

    private final Loop loop;
    private final Phone guest;
    private final Phone transferor;
    private final Map<String, Dialog> guests = new HashMap<>();

    /// Where what comes of a call is counted, once.
    private final Map<String, Tally> open = new HashMap<>();

    private Tally tally = new Tally();
    private long number;

    /// @param transferor the account `callee`, with its password
    /// @param target the phone of the account `target`
    public Transfers(Loop loop, Phone guest, Phone transferor, Phone target) {
        this.loop = loop;
        this.guest = guest;
        this.transferor = transferor;
        target.onCall((dialog, _) -> Calls.answering(loop, dialog));
    }

    /// The callee calls the target, which answers, and asks by REFER for the guest to be joined
    /// with it. The times are those from REFER to the NOTIFY of the success.
    public Tally attended(int rate, int seconds) throws IOException {
        return load(rate, seconds, this::consult);
    }

    /// Somebody else asks.
    ///
    /// @param ask given the Call-ID of the guest's call, and who is to be told, on any thread, why
    ///   it was refused. The times are those from asking to the BYE at the callee
    public Tally asked(int rate, int seconds, BiConsumer<String, Consumer<String>> ask)
            throws IOException {
        return load(rate, seconds, (call, dialog) -> ask(call, dialog, ask));
    }

    private Tally load(int rate, int seconds, BiConsumer<String, Dialog> talking)
            throws IOException {
        tally = new Tally();
        Tally own = tally;
        transferor.onCall(
                (dialog, invite) -> {
                    String call = invite.header(Calls.NUMBER);
                    dialog.onTalking(
                            () -> loop.after(MOMENT_MILLIS, () -> talking.accept(call, dialog)));
                    Calls.answering(loop, dialog);
                });
        long calls = (long) rate * seconds;
        Calls.begin(loop, calls, rate, () -> call(own));
        loop.until(() -> own.isOver(calls), seconds + LATE_SECONDS);
        own.close(calls);
        return own;
    }

    private void call(Tally own) {
        String name = Long.toString(number++);
        Dialog dialog =
                guest.call(
                        "sip:guest@elsewhere.example",
                        "sip:callee@localhost",
                        Calls.NUMBER + ": " + name + "\r\n");
        guests.put(name, dialog);
        open.put(name, own);
        dialog.onRefused(status -> failed(name, "INVITE: " + status));
        // Before the transfer nobody should hang up on the guest; afterwards it is he who does.
        dialog.onEnd(() -> failed(name, "the guest was hung up on"));
    }

    /// Not when it has ended already, in whatever way.
    private void failed(String call, String why) {
        Tally own = open.remove(call);
        if (own != null) {
            own.failed(why);
        }
    }

    private void consult(String call, Dialog first) {
        Dialog second = transferor.call("sip:callee@localhost", TARGET, "");
        second.onRefused(status -> failed(call, "second INVITE: " + status));
        second.onAnswer(
                () -> loop.after(MOMENT_MILLIS, () -> refer(call, first, second.replaces())));
    }

    private void refer(String call, Dialog first, String replaces) {
        long since = System.nanoTime();
        first.onRefused(status -> failed(call, "REFER: " + status));
        first.onNotify(
                notify -> {
                    if (notify.says("SIP/2.0 200")) {
                        tally.took(System.nanoTime() - since);
                        first.hangUp();
                        leave(call);
                    }
                });
        first.refer(TARGET + "?" + replaces);
    }

    private void ask(String call, Dialog first, BiConsumer<String, Consumer<String>> ask) {
        Dialog dialog = guests.get(call);
        if (dialog == null) {
            return;
        }
        long since = System.nanoTime();
        first.onEnd(
                () -> {
                    if (open.containsKey(call)) {
                        tally.took(System.nanoTime() - since);
                        leave(call);
                    }
                });
        ask.accept(dialog.callId(), why -> loop.later(() -> refused(call, dialog, why)));
    }

    /// Who is not transferred does not stay: calls that pile up would count against limits.
    private void refused(String call, Dialog dialog, String why) {
        if (open.containsKey(call)) {
            failed(call, why);
            dialog.hangUp();
        }
    }

    private void leave(String call) {
        Dialog dialog = guests.remove(call);
        Tally own = open.remove(call);
        if (dialog != null && own != null) {
            dialog.onEnd(own::done);
            loop.after(TALK_MILLIS, dialog::hangUp);
        }
    }
}
