package io.maksut.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and its self-signed certificate for 127.0.0.1 and localhost, made anew in memory, so that no key is ever kept
 * anywhere. Give clients {@link #certificate()} or {@link #trustingContext()}. Immutable and thread-safe.
 */
public final class TlsIdentity {
    static final String KEY_STORE_TYPE = "PKCS12";

    private static final String ALIAS = "sandbox";

    private final KeyPair keys;
    private final X509Certificate certificate;

    private TlsIdentity(KeyPair keys, X509Certificate certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** Valid from a day before until ten years after now. */
    public static TlsIdentity generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            Instant now = Instant.now();
            byte[] content = CertificateEncoding.content(
                    keys.getPublic(), now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(3_650)));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] encoded = CertificateEncoding.certificate(content, signature.sign());
            return new TlsIdentity(keys, (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JRE has EC keys and X.509", e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Trusts this certificate and no other. */
    public SSLContext trustingContext() {
        try {
            KeyStore trusted = emptyStore();
            trusted.setCertificateEntry(ALIAS, certificate);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JRE has TLS", e);
        }
    }

    /** The server reads its key from a file only; it is gone once the file is closed. */
    KeyStoreFile keyStoreFile() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        try {
            Path path = Files.createTempFile("sandbox", ".p12");
            KeyStoreFile file = new KeyStoreFile(path, password);
            KeyStore store = emptyStore();
            store.setKeyEntry(ALIAS, keys.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
            try (OutputStream out = Files.newOutputStream(path)) {
                store.store(out, password.toCharArray());
            } catch (IOException | GeneralSecurityException e) {
                file.close();
                throw e;
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the sandbox's key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JRE has PKCS12", e);
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KEY_STORE_TYPE);
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("nothing was read", e);
        }
    }

    /** A key store on disk, deleted on close. */
    record KeyStoreFile(Path path, String password) implements AutoCloseable {
        @Override
        public void close() {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete the sandbox's key", e);
            }
        }

        /** The password stays out of logs. */
        @Override
        public String toString() {
            return path.toString();
        }
    }
}
