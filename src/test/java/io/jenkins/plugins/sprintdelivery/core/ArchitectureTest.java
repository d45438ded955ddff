package io.jenkins.plugins.sprintdelivery.core;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/** Keeps the house as {@code design.puml} draws it, whichever of the two builds runs it. */
@AnalyzeClasses(packages = "io.jenkins.plugins.sprintdelivery", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String CORE = "io.jenkins.plugins.sprintdelivery.core..";

    @ArchTest
    static final ArchRule DEPENDENCIES_ARE_AS_DRAWN = classes()
            .should(adhereToPlantUmlDiagram(
                    Objects.requireNonNull(ArchitectureTest.class.getResource("/design.puml")),
                    consideringOnlyDependenciesInDiagram()));

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.jenkins.plugins.sprintdelivery.(**)")
            .should()
            .beFreeOfCycles()
            // what reads for a command says what is wrong in the words of the command line
            .ignoreDependency(alwaysTrue(), simpleName("InputException"));

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_JENKINS = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.kohsuke..", "org.jenkinsci..");

    @ArchTest
    static final ArchRule THE_PLUGIN_KNOWS_NO_TYPE_OF_JACKSON_ANNOTATIONS = noClasses()
            .that()
            .resideInAPackage("io.jenkins.plugins.sprintdelivery..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..")
            .because("in Jenkins the plugins of Jackson 2 and 3 each bring their own, and the wrong one may be found");

    @ArchTest
    static final ArchRule MODEL_IMPORTS_ONLY_THE_JDK = classes()
            .that()
            .resideInAPackage("..core.model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "..core.model..");

    @ArchTest
    static final ArchRule DECISIONS_DO_NO_INPUT_OR_OUTPUT = noClasses()
            .that()
            .resideInAnyPackage(
                    "..core.freeze..",
                    "..core.gate..",
                    "..core.incident..",
                    "..core.metrics..",
                    "..core.sprint..",
                    "..core.ticket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule DECISIONS_ARE_TOLD_THE_TIME = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule FILES_LIVE_IN_THE_LEDGER = noClasses()
            .that()
            .resideInAPackage(CORE)
            .and()
            .resideOutsideOfPackage("..core.ledger..")
            .or()
            .resideInAPackage("..core.ledger.query..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.nio.file..");

    @ArchTest
    static final ArchRule SQL_LIVES_IN_THE_PROJECTION = noClasses()
            .that()
            .resideInAPackage(CORE)
            .and()
            .resideOutsideOfPackage("..core.ledger.projection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.h2..", "org.flywaydb..", "org.postgresql..");
}
