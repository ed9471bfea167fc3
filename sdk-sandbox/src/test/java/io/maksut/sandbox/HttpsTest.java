package io.maksut.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpsTest {
    private final TlsIdentity identity = TlsIdentity.generate();
    private final SandboxServer server = server(identity);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void oneStandInAnswersOverBothAndKnowsWhichItWas() throws Exception {
        HttpClient trusting =
                HttpClient.newBuilder().sslContext(identity.trustingContext()).build();

        HttpResponse<String> overHttps = trusting.send(get(server.httpsUrl()), HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> overHttp = trusting.send(get(server.url()), HttpResponse.BodyHandlers.ofString());

        assertThat(overHttps.body()).isEqualTo("secure true");
        assertThat(overHttp.body()).isEqualTo("secure false");
        assertThat(overHttps.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void aClientThatWasNotGivenTheCertificateRefusesIt() {
        assertThatThrownBy(() ->
                        HttpClient.newHttpClient().send(get(server.httpsUrl()), HttpResponse.BodyHandlers.discarding()))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void theCertificateIsForThisMachineOnlyAndNewEachTime() throws Exception {
        assertThat(identity.certificate().getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1");
        identity.certificate().verify(identity.certificate().getPublicKey());
        identity.certificate().checkValidity(Date.from(Instant.now()));
        assertThat(TlsIdentity.generate().certificate().getPublicKey())
                .isNotEqualTo(identity.certificate().getPublicKey());
    }

    @Test
    void withoutAnIdentityThereIsNoHttps() {
        try (SandboxServer plain = server(null)) {
            assertThatThrownBy(plain::httpsUrl).isInstanceOf(IllegalStateException.class);
        }
    }

    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).build();
    }

    private static SandboxServer server(@Nullable TlsIdentity identity) {
        int all = 1_000;
        return new SandboxServer(
                0,
                0,
                identity,
                new RateLimits(all, all, all, all, all, System::nanoTime),
                new FaultPlan(),
                new RequestJournal(),
                request -> null,
                new StandIn() {
                    @Override
                    public Reply answer(WireRequest request) {
                        return Reply.of(200, "text/plain", "secure " + request.secure());
                    }

                    @Override
                    public Reply refuse(WireRequest request, RateLimits.Verdict verdict) {
                        return Reply.of(429, "text/plain", "");
                    }
                });
    }
}
