package io.referee.examples;

import io.referee.softphone.LineState;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import java.io.IOException;

/// Registers a phone and keeps it registered until Enter is pressed.
///
/// `Register alice secret example.org 192.0.2.1:5060`: user, password, domain, registrar.
public final class Register {
    private Register() {}

    /// @param args user, password, domain, and `host:port` of the registrar
    public static void main(String[] args) throws Exception {
        SipAccount account = SipAccount.udp(args[0], args[1], args[2], args[3]);
        try (SoftPhone phone = SoftPhone.builder().name(account.user()).build()) {
            PhoneLine line = phone.line(account);
            line.onState(state -> System.out.println("line is " + state));
            phone.onIncomingCall(
                    call -> System.out.println("call from " + call.remoteParty().text()));
            if (line.register().join() == LineState.REGISTERED) {
                System.out.println("registered as " + account.addressOfRecord());
                waitForEnter();
            } else {
                System.out.println("refused: " + line.reason());
            }
        }
    }

    private static void waitForEnter() throws IOException {
        System.out.println("press Enter to leave");
        if (System.in.read() >= 0) {
            System.out.println("leaving");
        }
    }
}
