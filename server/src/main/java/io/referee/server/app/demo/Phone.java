package io.referee.server.app.demo;

import io.referee.net.BindFailed;
import io.referee.sip.header.Replaces;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneEngine;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// One simulated phone with its account and a tone of its own, by which others are sure to hear it.
/// *Any thread.*
final class Phone implements AutoCloseable {
    private final String name;
    private final int tone;
    private final SoftPhone phone;
    private final PhoneLine line;
    private final BlockingQueue<PhoneCall> incoming = new LinkedBlockingQueue<>();
    private final AtomicReference<Manner> manner = new AtomicReference<>(Manner.ANSWER);

    /// What the phone does when it rings.
    enum Manner {
        ANSWER,
        /// Rings until the scenario says what comes next.
        RING,
        BUSY
    }

    Phone(PhoneEngine engine, SipAccount account, int tone) throws BindFailed {
        this.name = account.user();
        this.tone = tone;
        this.phone = SoftPhone.builder().engine(engine).name(name).tone(tone).build();
        this.line = phone.line(account);
        phone.onIncomingCall(this::called);
    }

    private void called(PhoneCall call) {
        switch (manner.get()) {
            case ANSWER -> call.answer();
            case RING -> {}
            case BUSY -> call.reject(486);
        }
        incoming.add(call);
    }

    void manner(Manner next) {
        manner.set(next);
    }

    String name() {
        return name;
    }

    int tone() {
        return tone;
    }

    /// Registers, or says why not.
    void register(Duration limit) throws Trouble {
        LineState state =
                Waiting.on(line.register(), limit, name + " did not get an answer to its REGISTER");
        if (state != LineState.REGISTERED) {
            throw new Trouble(name + " could not register: " + line.reason());
        }
    }

    PhoneCall call(Phone other) {
        return line.call("sip:" + other.name + "@localhost");
    }

    /// Takes the call that rings at the other phone.
    PhoneCall pickUp(Phone other, Replaces ringing) {
        return line.call("sip:" + other.name + "@localhost", ringing);
    }

    /// The call that comes in next.
    PhoneCall nextCall(Duration limit) throws Trouble {
        try {
            PhoneCall call = incoming.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (call == null) {
                throw new Trouble(name + " was not called");
            }
            return call;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble(name + " was interrupted while it waited for a call");
        }
    }

    /// Hangs up and forgets the calls of the last scenario.
    void rest() {
        manner.set(Manner.ANSWER);
        phone.calls().forEach(PhoneCall::hangUp);
        incoming.clear();
    }

    /// Forgets which calls came in.
    void forget() {
        incoming.clear();
    }

    @Override
    public void close() {
        phone.close();
    }
}
