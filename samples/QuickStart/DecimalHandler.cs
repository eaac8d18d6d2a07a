using System.Data;
using System.Globalization;
using Dapper;

namespace QuickStart;

/// <summary>SQLite hands out a decimal as the number that it keeps: 12 as a whole one, 12.5 as a floating-point one.</summary>
internal sealed class DecimalHandler : SqlMapper.TypeHandler<decimal>
{
    public override decimal Parse(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture);

    public override void SetValue(IDbDataParameter parameter, decimal value) => parameter.Value = value;
}
