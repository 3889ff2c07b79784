package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.call.KeptCall;

import org.junit.jupiter.api.Test;

final class CallTextTest {
    @Test
    void aCallComesBackAsItWas() {
        KeptCall call = KeptCalls.call("c1");

        KeptCall back = CallText.read(CallText.write(call)).orElseThrow();

        assertThat(back).isEqualTo(call);
        assertThat(back.legs().getLast().session().hop().name()).isEqualTo("sip.example");
    }

    @Test
    void whatAnotherVersionSaysBesidesIsLeftOut() {
        String text = CallText.write(KeptCalls.call("c1"));

        assertThat(CallText.read(text.replaceFirst("\\{", "{\"mood\": \"good\", ")))
                .contains(KeptCalls.call("c1"));
    }

    @Test
    void whatLacksADialogIsNotRead() {
        String text = CallText.write(KeptCalls.call("c1"));

        assertThat(CallText.read(text.replace("call-id@phone", ""))).isEmpty();
        assertThat(CallText.read(text.replace("UDP", "PIGEON"))).isEmpty();
        assertThat(CallText.read("{}")).isEmpty();
        assertThat(CallText.read("nothing")).isEmpty();
    }
}
