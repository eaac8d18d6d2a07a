namespace SchemaEvolve;

/// <summary>How a migration says a column. Each method returns a copy, so columns can be kept and shared.</summary>
public static class ColumnSyntax
{
    extension(Column)
    {
        /// <summary>A column of truth values.</summary>
        public static Column Boolean(Identifier name) => new(name, ColumnType.Boolean);

        /// <summary>A column of 16-bit whole numbers.</summary>
        public static Column Int16(Identifier name) => new(name, ColumnType.Int16);

        /// <summary>A column of 32-bit whole numbers.</summary>
        public static Column Int32(Identifier name) => new(name, ColumnType.Int32);

        /// <summary>A column of 64-bit whole numbers.</summary>
        public static Column Int64(Identifier name) => new(name, ColumnType.Int64);

        /// <summary>A column of exact numbers: <paramref name="precision"/> digits in all, <paramref name="scale"/> of them behind the point.</summary>
        public static Column Decimal(Identifier name, int precision, int scale) => new(name, ColumnType.Decimal(precision, scale));

        /// <summary>A column of 32-bit floating-point numbers.</summary>
        public static Column Real(Identifier name) => new(name, ColumnType.Real);

        /// <summary>A column of 64-bit floating-point numbers.</summary>
        public static Column Double(Identifier name) => new(name, ColumnType.Double);

        /// <summary>A column of text, of at most <paramref name="max"/> characters if a number is given.</summary>
        public static Column Text(Identifier name, int? max = null) => new(name, ColumnType.Text(max));

        /// <summary>A column of text of a fixed length.</summary>
        public static Column Char(Identifier name, int length) => new(name, ColumnType.Char(length));

        /// <summary>A column of bytes.</summary>
        public static Column Binary(Identifier name) => new(name, ColumnType.Binary);

        /// <summary>A column of dates.</summary>
        public static Column Date(Identifier name) => new(name, ColumnType.Date);

        /// <summary>A column of times of day.</summary>
        public static Column Time(Identifier name) => new(name, ColumnType.Time);

        /// <summary>A column of instants, kept in UTC.</summary>
        public static Column Timestamp(Identifier name) => new(name, ColumnType.Timestamp);

        /// <summary>A column of dates and times of no time zone.</summary>
        public static Column LocalTimestamp(Identifier name) => new(name, ColumnType.LocalTimestamp);

        /// <summary>A column of GUIDs.</summary>
        public static Column Guid(Identifier name) => new(name, ColumnType.Guid);

        /// <summary>A column of JSON, kept as it was written.</summary>
        public static Column Json(Identifier name) => new(name, ColumnType.Json);

        /// <summary>A column of the values of an enum type.</summary>
        public static Column Enum(Identifier name, QualifiedName of) => new(name, ColumnType.Enum(of));

        /// <summary>A column of any type.</summary>
        public static Column Of(Identifier name, ColumnType type) => new(name, type);
    }

    extension(Column column)
    {
        /// <summary>Makes the column the primary key of the table that is created with it. Several such columns make one key together.</summary>
        public Column PrimaryKey() => column with { IsPrimaryKey = true, IsNullable = false };

        /// <summary>Keeps <c>NULL</c> out of the column.</summary>
        public Column NotNull() => column with { IsNullable = false };

        /// <summary>Gives rows that do not say otherwise a constant.</summary>
        public Column Default(Constant value) => column.DefaultSql(value.ToSql());

        /// <summary>Gives rows that do not say otherwise the value of an expression, such as <see cref="Sql.Now"/>.</summary>
        public Column DefaultSql(Sql expression) => column with { Default = expression };

        /// <summary>Sorts and compares the column's text by a collation of the database.</summary>
        public Column Collate(QualifiedName collation) => column with { Collation = collation };

        /// <summary>Lets the database number new rows: 1, 2, 3 and so on, never a number twice.</summary>
        /// <param name="always">Whether a row that brings a number of its own is refused.</param>
        /// <param name="start">The first number.</param>
        /// <param name="increment">The distance from one number to the next.</param>
        public Column Identity(bool always = false, long start = 1, long increment = 1) =>
            column with { Identity = new(always, start, increment), IsNullable = false };

        /// <summary>Computes the column from others of its row when the row is written, and keeps it.</summary>
        public Column GeneratedStored(Sql expression) => column with { Generated = new(expression, IsStored: true) };

        /// <summary>Computes the column from others of its row whenever it is read.</summary>
        public Column GeneratedVirtual(Sql expression) => column with { Generated = new(expression, IsStored: false) };

        /// <summary>Says what the column is for.</summary>
        public Column WithComment(string comment) => column with { Comment = comment };
    }
}
