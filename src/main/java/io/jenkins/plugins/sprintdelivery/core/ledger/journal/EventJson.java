package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Erasure;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.Provenance;
import io.jenkins.plugins.sprintdelivery.core.model.RetentionCut;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.NameTransformer;

/**
 * Writes an event as one flat object, its {@code type} first and then the components of what it is about, and reads it
 * back. An object whose type comes later, as other systems write it, is read too, only slower. Thread-safe.
 */
public final class EventJson {

    private static final String TYPE = "type";
    private static final String PROVENANCE = "provenance";

    private static final JsonMapper MAPPER = Json.mapper()
            .rebuild()
            .addModule(new SimpleModule("ledger events")
                    .addSerializer(LedgerEvent.class, new Writer())
                    .addDeserializer(LedgerEvent.class, new Reader()))
            .addHandler(new ProvenanceKeeper())
            .build();

    private EventJson() {}

    /** A mapper that knows events besides everything that {@link Json#mapper()} knows. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** How the type of the event is spelled in JSON. */
    static String label(LedgerEvent event) {
        return Kind.of(event.fact()).label;
    }

    /** The kinds of events, each with its spelling in JSON. */
    private enum Kind {
        SPRINT("sprint", Sprint.class, (fact, how) -> new LedgerEvent.SprintRecorded((Sprint) fact)),
        COMMIT("commit", Commit.class, (fact, how) -> new LedgerEvent.CommitRecorded((Commit) fact, how)),
        BUILD("build", Build.class, (fact, how) -> new LedgerEvent.BuildRecorded((Build) fact, how)),
        DEPLOYMENT(
                "deployment",
                Deployment.class,
                (fact, how) -> new LedgerEvent.DeploymentRecorded((Deployment) fact, how)),
        INCIDENT("incident", Incident.class, (fact, how) -> new LedgerEvent.IncidentRecorded((Incident) fact)),
        GATE("gate", GateEvaluation.class, (fact, how) -> new LedgerEvent.GateRecorded((GateEvaluation) fact)),
        APPROVAL("approval", GateApproval.class, (fact, how) -> new LedgerEvent.ApprovalRecorded((GateApproval) fact)),
        OVERRIDE("override", GateOverride.class, (fact, how) -> new LedgerEvent.OverrideRecorded((GateOverride) fact)),
        COMMITMENT(
                "commitment", Commitment.class, (fact, how) -> new LedgerEvent.CommitmentRecorded((Commitment) fact)),
        CONTENTS(
                "sprint-contents",
                SprintContents.class,
                (fact, how) -> new LedgerEvent.ContentsRecorded((SprintContents) fact)),
        OUTBOX("outbox", OutboxEntry.class, (fact, how) -> new LedgerEvent.OutboxRecorded((OutboxEntry) fact)),
        JOB_MOVED("job-moved", JobMove.class, (fact, how) -> new LedgerEvent.JobMoved((JobMove) fact)),
        JOB_DELETED("job-deleted", JobDeletion.class, (fact, how) -> new LedgerEvent.JobDeleted((JobDeletion) fact)),
        BUILD_DELETED(
                "build-deleted",
                BuildDeletion.class,
                (fact, how) -> new LedgerEvent.BuildDeleted((BuildDeletion) fact)),
        RETENTION(
                "retention", RetentionCut.class, (fact, how) -> new LedgerEvent.RetentionApplied((RetentionCut) fact)),
        ERASURE("erasure", Erasure.class, (fact, how) -> new LedgerEvent.PersonErased((Erasure) fact));

        private final String label;
        private final Class<?> factType;
        private final BiFunction<Object, Provenance, LedgerEvent> event;

        Kind(String label, Class<?> factType, BiFunction<Object, Provenance, LedgerEvent> event) {
            this.label = label;
            this.factType = factType;
            this.event = event;
        }

        static Optional<Kind> labeled(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(label))
                    .findFirst();
        }

        static Kind of(Object fact) {
            return Arrays.stream(values())
                    .filter(kind -> kind.factType.isInstance(fact))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static final class Writer extends ValueSerializer<LedgerEvent> {

        private final Map<Class<?>, ValueSerializer<Object>> flat = new ConcurrentHashMap<>();

        @Override
        public void serialize(LedgerEvent event, JsonGenerator generator, SerializationContext context) {
            Object fact = event.fact();
            generator.writeStartObject(event);
            generator.writeStringProperty(TYPE, Kind.of(fact).label);
            if (event.provenance() != Provenance.RECORDED) {
                generator.writeStringProperty(PROVENANCE, event.provenance().toString());
            }
            flat.computeIfAbsent(
                            fact.getClass(),
                            type -> context.findValueSerializer(type).unwrappingSerializer(NameTransformer.NOP))
                    .serialize(fact, generator, context);
            generator.writeEndObject();
        }
    }

    private static final class Reader extends ValueDeserializer<LedgerEvent> {

        @Override
        public LedgerEvent deserialize(JsonParser parser, DeserializationContext context) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return (LedgerEvent) context.handleUnexpectedToken(LedgerEvent.class, parser);
            }
            if (!TYPE.equals(parser.nextName())) {
                return typeLater(parser, context);
            }
            parser.nextToken();
            Kind kind = kind(parser.currentToken() == JsonToken.VALUE_STRING ? parser.getString() : null, parser);
            parser.nextToken();
            context.setAttribute(PROVENANCE, null);
            Object fact = context.readValue(parser, kind.factType);
            return event(kind, fact, context);
        }

        private static LedgerEvent typeLater(JsonParser parser, DeserializationContext context) {
            JsonNode object = parser.readValueAsTree();
            JsonNode type = object == null ? null : object.get(TYPE);
            Kind kind = kind(type != null && type.isString() ? type.stringValue() : null, parser);
            context.setAttribute(PROVENANCE, null);
            return event(kind, context.readTreeAsValue(object, kind.factType), context);
        }

        private static LedgerEvent event(Kind kind, Object fact, DeserializationContext context) {
            Object provenance = context.getAttribute(PROVENANCE);
            return kind.event.apply(
                    fact, provenance == null ? Provenance.RECORDED : Provenance.parse(provenance.toString()));
        }

        private static Kind kind(String label, JsonParser parser) {
            return Kind.labeled(label)
                    .orElseThrow(
                            () -> InvalidTypeIdException.from(parser, "no event type is '" + label + "'", null, label));
        }
    }

    /** Notes how a fact came to be known, which belongs to the event and stands among the fact's own fields. */
    private static final class ProvenanceKeeper extends DeserializationProblemHandler {

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                ValueDeserializer<?> deserializer,
                Object bean,
                String name) {
            if (!PROVENANCE.equals(name)) {
                return false;
            }
            context.setAttribute(PROVENANCE, parser.getString());
            parser.skipChildren();
            return true;
        }
    }
}
