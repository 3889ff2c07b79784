package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class HoldDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private String talking() {
        return "/api/v1/calls/" + live.talking("<sip:guest@elsewhere.example>", "bob");
    }

    private String offered() {
        return new String(live.wire.request("INVITE").body(), StandardCharsets.UTF_8);
    }

    @Test
    void bothPartiesAreHeldUnlessOneIsNamed() {
        String call = talking();

        Client.Got got = aaron.post(call + "/hold", "{\"headers\": {\"X-Why\": \"lunch\"}}");

        assertThat(got.status()).isEqualTo(202);
        assertThat(got.json().path("leg").asString()).isEqualTo("both");
        assertThat(got.json().path("action").asString()).isEqualTo("hold");
        assertThat(offered()).contains("a=inactive");
        assertThat(live.wire.request("INVITE").value(HeaderName.of("X-Why"))).contains("lunch");
    }

    @Test
    void aHeldPartyIsShown() {
        String call = talking();

        assertThat(aaron.post(call + "/hold", "{\"leg\": \"caller\"}").status()).isEqualTo(202);

        assertThat(offered()).contains("a=sendonly");
        assertThat(aaron.get(call).json().path("legs").get(0).path("held").asBoolean()).isTrue();
        assertThat(aaron.post(call + "/unhold", "{}").code()).isEqualTo("busy");
    }

    @Test
    void whatCannotBeIsRefused() {
        String ringing = "/api/v1/calls/" + live.ringing("<sip:guest@elsewhere.example>", "bob");

        assertThat(aaron.post(ringing + "/hold", "{}").code()).isEqualTo("not-ready");
        assertThat(aaron.post("/api/v1/calls/cnone/hold", "{}").status()).isEqualTo(404);
        assertThat(aaron.post(ringing + "/hold", "{\"leg\": \"left\"}").status()).isEqualTo(400);
        assertThat(aaron.post(ringing + "/hold", "{\"side\": \"caller\"}").message())
                .contains("unknown field side");
        assertThat(aaron.post(ringing + "/hold", "{\"headers\": {\"Via\": \"x\"}}").status())
                .isEqualTo(400);
        assertThat(http.key(LiveApi.BERTA).post(ringing + "/hold", "{}").status()).isEqualTo(404);
    }

    @Test
    void whoIsNotHeldCannotBeReleased() {
        assertThat(aaron.post(talking() + "/unhold", "{}").code()).isEqualTo("not-held");
    }

    @Test
    void musicIsAnAccountOfTheAsker() {
        String call = talking();

        assertThat(aaron.post(call + "/hold", "{\"music\": \"nobody\"}").message())
                .contains("music must name an account of yours");
        assertThat(aaron.post(call + "/unhold", "{\"music\": \"carol\"}").message())
                .contains("music belongs to hold");
        assertThat(aaron.post(call + "/hold", "{\"music\": \"carol@localhost\"}").status())
                .isEqualTo(202);
    }
}
