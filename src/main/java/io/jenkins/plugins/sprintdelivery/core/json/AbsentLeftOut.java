package io.jenkins.plugins.sprintdelivery.core.json;

import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;

/**
 * Leaves absent values out of what is written. Jackson's own way is to say so with the types of its annotations; in
 * Jenkins those come from two plugins, that of Jackson 2 and that of Jackson 3, so that the classes of this product must
 * not mention them.
 */
final class AbsentLeftOut extends ValueSerializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public List<BeanPropertyWriter> changeProperties(
            SerializationConfig config, BeanDescription.Supplier description, List<BeanPropertyWriter> properties) {
        properties.replaceAll(property -> isAlwaysWritten(property) ? property : new Writer(property));
        return properties;
    }

    private static boolean isAlwaysWritten(BeanPropertyWriter property) {
        return property.getAnnotation(WrittenWhenAbsent.class) != null
                || property.getMember().getDeclaringClass().isAnnotationPresent(WrittenWhenAbsent.class);
    }

    /** Writes a property that has a value. */
    private static final class Writer extends BeanPropertyWriter {

        private static final long serialVersionUID = 1L;

        Writer(BeanPropertyWriter property) {
            super(property);
        }

        @Override
        public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
                throws Exception {
            if (get(bean) != null) {
                super.serializeAsProperty(bean, generator, context);
            }
        }
    }
}
