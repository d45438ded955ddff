package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.db.MVPrimaryIndex;
import org.h2.mvstore.db.MVSecondaryIndex;
import org.h2.mvstore.db.MVTable;
import org.h2.result.Row;
import org.h2.result.SearchRow;
import org.h2.value.TypeInfo;
import org.h2.value.Value;
import org.h2.value.ValueArray;
import org.h2.value.ValueBigint;
import org.h2.value.ValueBoolean;
import org.h2.value.ValueInteger;
import org.h2.value.ValueNull;
import org.h2.value.ValueVarchar;
import org.h2.value.VersionedValue;

/**
 * Inserts into an embedded database that nobody else has open and that is thrown away unless its load comes to the end.
 * Such a load needs no transactions, which are most of what inserting costs in H2: an {@code INSERT} writes each entry of
 * a table and of its indexes to the undo log, to the tree, and once more to the tree when it commits. Here rows are
 * checked and converted as an {@code INSERT} does, and go to the trees once, as H2 itself does where it makes an index.
 * Of one thread.
 */
final class BareInserter implements RowInserter {

    private final SessionLocal session;
    private final Map<String, Table> tables = new HashMap<>();

    /**
     * @param connection to an embedded database
     */
    BareInserter(Connection connection) throws SQLException {
        session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    }

    /** A table with its trees. */
    private record Table(
            MVTable table,
            int[] columns,
            MVMap<Long, VersionedValue<SearchRow>> rows,
            List<MVSecondaryIndex> indexes) {}

    private Table table(String name, String columns) {
        MVTable table =
                (MVTable) session.getDatabase().getMainSchema().getTableOrView(session, name.toUpperCase(Locale.ROOT));
        String[] names = columns.split(", ");
        int[] places = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            places[i] = table.getColumn(names[i].toUpperCase(Locale.ROOT)).getColumnId();
        }
        List<MVSecondaryIndex> indexes = new ArrayList<>();
        for (Index index : table.getIndexes()) {
            if (index instanceof MVSecondaryIndex secondary) {
                indexes.add(secondary);
            }
        }
        return new Table(table, places, ((MVPrimaryIndex) table.getScanIndex(session)).getMVMap(), indexes);
    }

    @Override
    public void insert(String name, String columns, List<Object[]> rows) throws SQLException {
        try {
            Table table = tables.computeIfAbsent(name, key -> table(key, columns));
            for (Object[] row : rows) {
                insert(table, row);
            }
        } catch (DbException e) {
            throw e.getSQLException();
        }
    }

    private void insert(Table table, Object[] contents) {
        Value[] values = new Value[table.table().getColumns().length];
        for (int i = 0; i < contents.length; i++) {
            values[table.columns()[i]] = value(contents[i]);
        }
        Row row = table.table().createRow(values, Row.MEMORY_CALCULATE);
        table.table().convertInsertRow(session, row, null);
        row.setKey(row.getValue(table.table().getMainIndexColumn()).getLong());
        if (table.rows().putIfAbsent(row.getKey(), committed(row)) != null) {
            throw DbException.get(ErrorCode.DUPLICATE_KEY_1, table.table().getName() + " " + row.getKey());
        }
        for (MVSecondaryIndex index : table.indexes()) {
            SearchRow entry = index.getRowFactory().createRow();
            entry.copyFrom(row);
            index.getMVMap().put(entry, ValueNull.INSTANCE);
        }
    }

    /** A value without a transaction is a committed one; which types say that is beyond what generics can say. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static VersionedValue<SearchRow> committed(Row row) {
        return (VersionedValue) row;
    }

    private Value value(Object content) {
        if (content == null) {
            return ValueNull.INSTANCE;
        } else if (content instanceof String text) {
            return text(text);
        } else if (content instanceof Long number) {
            return ValueBigint.get(number);
        } else if (content instanceof Integer number) {
            return ValueInteger.get(number);
        } else if (content instanceof Boolean flag) {
            return ValueBoolean.get(flag);
        } else if (content instanceof long[] numbers) {
            Value[] elements = new Value[numbers.length];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = ValueBigint.get(numbers[i]);
            }
            return ValueArray.get(TypeInfo.TYPE_BIGINT, elements, session);
        } else if (content instanceof Long[] numbers) {
            Value[] elements = new Value[numbers.length];
            for (int i = 0; i < elements.length; i++) {
                elements[i] = numbers[i] == null ? ValueNull.INSTANCE : ValueBigint.get(numbers[i]);
            }
            return ValueArray.get(TypeInfo.TYPE_BIGINT, elements, session);
        }
        List<Value> elements = new ArrayList<>();
        ((Collection<?>) content).forEach(element -> elements.add(text((String) element)));
        return ValueArray.get(TypeInfo.TYPE_VARCHAR, elements.toArray(new Value[0]), session);
    }

    private Value text(String text) {
        return ValueVarchar.get(SqlSession.storable(text), session);
    }
}
