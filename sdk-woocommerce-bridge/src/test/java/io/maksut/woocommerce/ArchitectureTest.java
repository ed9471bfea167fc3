package io.maksut.woocommerce;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape of the bridge. */
@AnalyzeClasses(packages = "io.maksut.woocommerce", importOptions = ArchitectureTest.OnlyTheBridge.class)
class ArchitectureTest {
    static final class OnlyTheBridge implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/sdk-woocommerce-bridge/target/classes/");
        }
    }

    @ArchTest
    static final ArchRule fewTypesArePublic = classes()
            .that()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .should()
            .haveNameMatching("io\\.maksut\\.woocommerce\\."
                    + "(WooCommerceShop|WooCommerceShopBuilder|WooCommerceWebhooks|WooCommerceRemedies|ShopProfile|ShopFailure"
                    + "|WebhookRegistration|WebhookAudit|HandOffEndpoint|JdkHandOffEndpoint|HandOffReply)");

    @ArchTest
    static final ArchRule onlyTheTransportSendsBytes = noClasses()
            .should(callMethodWhere(new DescribedPredicate<JavaMethodCall>("a request is sent") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().isAssignableTo(HttpClient.class)
                            && call.getName().startsWith("send");
                }
            }));

    @ArchTest
    static final ArchRule gatewaysAreNotKnownHere = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.maksut.flatpay", "io.maksut.everypay", "io.maksut.index"));

    @ArchTest
    static final ArchRule moneyIsNeverBinaryFloatingPoint =
            noFields().should().haveRawType(double.class).orShould().haveRawType(float.class);

    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule stateIsNotGlobal =
            fields().that().areStatic().should().beFinal();

    @Test
    void noRefundIsPostedButByTheRecording() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(it -> it.toString().endsWith(".java"))
                            .filter(ArchitectureTest::posts)
                            .map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder("RefundRecording.java", "WebhookRegistration.java");
        }
    }

    private static boolean posts(Path source) {
        try {
            return Files.readString(source).contains("\"POST\",");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
