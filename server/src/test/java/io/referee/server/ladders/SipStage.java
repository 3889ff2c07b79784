package io.referee.server.ladders;

import io.referee.ladder.Arrival;
import io.referee.ladder.Match;
import io.referee.ladder.Stage;
import io.referee.ladder.Words;

import java.util.Map;

/// The deciding core with phones around it. `docs/ladders.md` describes legs and words. One thread
/// only.
final class SipStage implements Stage<Heard> {
    private final Server server;
    private final Map<String, Phone> phones;
    private final Door door;

    SipStage(Server server, Map<String, Phone> phones) {
        this.server = server;
        this.phones = phones;
        this.door = new Door(server, this::leg);
    }

    @Override
    public boolean knows(String leg) {
        if (leg.equals(Door.LEG)) {
            return true;
        }
        Phone phone = phones.get(letters(leg));
        if (phone != null) {
            phone.declare(leg);
        }
        return phone != null;
    }

    /// The phone's name: the leg's without the digits behind it.
    private static String letters(String leg) {
        int end = leg.length();
        while (end > 0 && Character.isDigit(leg.charAt(end - 1))) {
            end--;
        }
        return leg.substring(0, end);
    }

    private Phone phone(String leg) {
        Phone phone = phones.get(letters(leg));
        if (phone == null) {
            throw new IllegalArgumentException("there is no leg " + leg);
        }
        return phone;
    }

    private PhoneLeg leg(String name) {
        return phone(name)
                .leg(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("leg " + name + " has not begun yet"));
    }

    @Override
    public void send(String leg, Words words) {
        if (leg.equals(Door.LEG)) {
            door.ask(words);
        } else {
            new Writing(sender(leg, words), words, this::leg).send();
        }
    }

    private PhoneLeg sender(String name, Words words) {
        Phone phone = phone(name);
        boolean fresh =
                phone.leg(name).isEmpty()
                        || words.verb().equals("INVITE") && phone.leg(name).orElseThrow().over();
        return fresh
                ? phone.open(name, phone.outside().token(), phone.outside().token())
                : leg(name);
    }

    @Override
    public Match match(Heard message, Words wanted) {
        return new Reading(this::leg, wanted).match(message);
    }

    @Override
    public void taken(Arrival<Heard> arrival) {
        if (arrival.message() instanceof Heard.Sip message) {
            leg(arrival.leg()).taken(message);
        }
    }

    @Override
    public String describe(Heard message) {
        return message.text();
    }

    @Override
    public void close() {
        server.close();
    }
}
