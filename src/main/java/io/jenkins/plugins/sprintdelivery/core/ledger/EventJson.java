package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
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

    private static final JsonMapper MAPPER = Json.mapper()
            .rebuild()
            .addModule(new SimpleModule("ledger events")
                    .addSerializer(LedgerEvent.class, new Writer())
                    .addDeserializer(LedgerEvent.class, new Reader()))
            .build();

    private EventJson() {}

    /** A mapper that knows events besides everything that {@link Json#mapper()} knows. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** How the type of the event is spelled in JSON. */
    static String label(LedgerEvent event) {
        return Kind.of(factOf(event)).label;
    }

    /** The kinds of events, each with its spelling in JSON. */
    private enum Kind {
        SPRINT("sprint", Sprint.class, fact -> new LedgerEvent.SprintRecorded((Sprint) fact)),
        COMMIT("commit", Commit.class, fact -> new LedgerEvent.CommitRecorded((Commit) fact)),
        BUILD("build", Build.class, fact -> new LedgerEvent.BuildRecorded((Build) fact)),
        DEPLOYMENT("deployment", Deployment.class, fact -> new LedgerEvent.DeploymentRecorded((Deployment) fact)),
        INCIDENT("incident", Incident.class, fact -> new LedgerEvent.IncidentRecorded((Incident) fact)),
        GATE("gate", GateEvaluation.class, fact -> new LedgerEvent.GateRecorded((GateEvaluation) fact));

        private final String label;
        private final Class<?> factType;
        private final Function<Object, LedgerEvent> event;

        Kind(String label, Class<?> factType, Function<Object, LedgerEvent> event) {
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

    private static Object factOf(LedgerEvent event) {
        if (event instanceof LedgerEvent.SprintRecorded recorded) {
            return recorded.sprint();
        }
        if (event instanceof LedgerEvent.CommitRecorded recorded) {
            return recorded.commit();
        }
        if (event instanceof LedgerEvent.BuildRecorded recorded) {
            return recorded.build();
        }
        if (event instanceof LedgerEvent.DeploymentRecorded recorded) {
            return recorded.deployment();
        }
        if (event instanceof LedgerEvent.IncidentRecorded recorded) {
            return recorded.incident();
        }
        return ((LedgerEvent.GateRecorded) event).evaluation();
    }

    private static final class Writer extends ValueSerializer<LedgerEvent> {

        private final Map<Class<?>, ValueSerializer<Object>> flat = new ConcurrentHashMap<>();

        @Override
        public void serialize(LedgerEvent event, JsonGenerator generator, SerializationContext context) {
            Object fact = factOf(event);
            generator.writeStartObject(event);
            generator.writeStringProperty(TYPE, Kind.of(fact).label);
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
            return kind.event.apply(context.readValue(parser, kind.factType));
        }

        private static LedgerEvent typeLater(JsonParser parser, DeserializationContext context) {
            JsonNode object = parser.readValueAsTree();
            JsonNode type = object == null ? null : object.get(TYPE);
            Kind kind = kind(type != null && type.isString() ? type.stringValue() : null, parser);
            return kind.event.apply(context.readTreeAsValue(object, kind.factType));
        }

        private static Kind kind(String label, JsonParser parser) {
            return Kind.labeled(label)
                    .orElseThrow(
                            () -> InvalidTypeIdException.from(parser, "no event type is '" + label + "'", null, label));
        }
    }
}
