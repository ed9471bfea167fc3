package io.maksut.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.maksut.transport.Answer;
import java.net.http.HttpClient;
import java.util.Set;

/** The shape of the SDK, as docs/architecture.md describes it. */
@AnalyzeClasses(packages = "io.maksut", importOptions = ArchitectureTest.OnlyTheSdk.class)
class ArchitectureTest {
    /** Leaves out tests and the sandbox, which share the root of the package names. */
    static final class OnlyTheSdk implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return location.contains("/sdk/target/classes/");
        }
    }

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.maksut.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule paymentsAndRefundRulesArePure = noClasses()
            .that()
            .resideInAnyPackage("io.maksut.payment", "io.maksut.refund")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "com.google.gson..", "java.net.http..", "java.sql..", "javax.sql..", "org.slf4j..", "io.github..");

    @ArchTest
    static final ArchRule paymentsKnowNothingElseOfOurs = noClasses()
            .that()
            .resideInAPackage("io.maksut.payment")
            .should()
            .dependOnClassesThat(ours("io.maksut.payment", "io.maksut.text"));

    @ArchTest
    static final ArchRule refundRulesKnowOnlyPayments = noClasses()
            .that()
            .resideInAPackage("io.maksut.refund")
            .should()
            .dependOnClassesThat(ours("io.maksut.refund", "io.maksut.payment", "io.maksut.text"))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule errorsKnowOnlyPayments = noClasses()
            .that()
            .resideInAPackage("io.maksut.error")
            .should()
            .dependOnClassesThat(ours("io.maksut.error", "io.maksut.payment"));

    @ArchTest
    static final ArchRule theTransportKnowsNothingOfPayments = noClasses()
            .that()
            .resideInAPackage("io.maksut.transport")
            .should()
            .dependOnClassesThat(ours(
                    "io.maksut.transport", "io.maksut.error", "io.maksut.json", "io.maksut.observe", "io.maksut.text"));

    /** {@code Answer.json} parses it once. */
    @ArchTest
    static final ArchRule gatewaysParseNoAnswerThemselves = noClasses()
            .that()
            .resideInAnyPackage("io.maksut.flatpay", "io.maksut.everypay")
            .should(callMethodWhere(new DescribedPredicate<JavaMethodCall>("an answer is parsed again") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().isEquivalentTo(Answer.class)
                            && Set.of("body", "text", "reader").contains(call.getName());
                }
            }));

    @ArchTest
    static final ArchRule whatObserversAreToldKnowsOnlyErrors = noClasses()
            .that()
            .resideInAPackage("io.maksut.observe")
            .should()
            .dependOnClassesThat(ours("io.maksut.observe", "io.maksut.error"));

    @ArchTest
    static final ArchRule onlyTheMetersNeedMicrometer = noClasses()
            .that()
            .haveNameNotMatching("io.maksut.monitor.MaksutMeters.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule shopsKnowNothingOfTheEngine = noClasses()
            .that()
            .resideInAPackage("io.maksut.shop")
            .should()
            .dependOnClassesThat(ours(
                    "io.maksut.shop",
                    "io.maksut.portal",
                    "io.maksut.refund",
                    "io.maksut.payment",
                    "io.maksut.error",
                    "io.maksut.text"));

    @ArchTest
    static final ArchRule theEngineKnowsNoGatewayAndSendsNothingItself = noClasses()
            .that()
            .resideInAPackage("io.maksut.sync")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.maksut.flatpay", "io.maksut.everypay", "io.maksut.transport", "io.maksut.index");

    @ArchTest
    static final ArchRule thePortalDoesNotKnowWhichGateway = noClasses()
            .that()
            .resideInAPackage("io.maksut.portal")
            .should()
            .dependOnClassesThat(ours("io.maksut.portal", "io.maksut.payment", "io.maksut.error"));

    @ArchTest
    static final ArchRule onlyTheTransportSendsBytes = noClasses()
            .that()
            .resideOutsideOfPackage("io.maksut.transport")
            .should(callMethodWhere(new DescribedPredicate<JavaMethodCall>("a request is sent") {
                @Override
                public boolean test(JavaMethodCall call) {
                    return call.getTargetOwner().isAssignableTo(HttpClient.class)
                            && call.getName().startsWith("send");
                }
            }));

    @ArchTest
    static final ArchRule ofAGatewayOnlyItsPortalAndItsWebhooksArePublic = classes()
            .that()
            .resideInAnyPackage("io.maksut.flatpay", "io.maksut.everypay")
            .and()
            .arePublic()
            .should()
            .haveNameMatching(".*(Portal|Webhooks|Callbacks)(\\$.*)?");

    @ArchTest
    static final ArchRule gatewaysDoNotKnowEachOther =
            slices().matching("io.maksut.(flatpay|everypay)").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule moneyIsNeverBinaryFloatingPoint = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage("io.maksut.transport")
            .should()
            .haveRawType(double.class)
            .orShould()
            .haveRawType(float.class);

    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @ArchTest
    static final ArchRule stateIsNotGlobal =
            fields().that().areStatic().should().beFinal();

    private static DescribedPredicate<JavaClass> ours(String... except) {
        return resideInAPackage("io.maksut..").and(DescribedPredicate.not(resideInAnyPackage(except)));
    }
}
