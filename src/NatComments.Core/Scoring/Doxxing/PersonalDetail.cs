namespace NatComments.Core.Scoring.Doxxing;

/// <summary>A kind of detail by which a person can be found or harmed.</summary>
public enum PersonalDetailKind : byte
{
    Phone,
    NationalId,
    BankAccount,
    PaymentCard,
    VehiclePlate,
    EmailAddress,
    StreetAddress,
    Coordinates,
    MapLink,
}

/// <summary>A personal detail found in a text.</summary>
/// <param name="Start">First UTF-16 unit of the original text.</param>
/// <param name="End">One past the last UTF-16 unit.</param>
/// <param name="Confidence">0 to 1: how sure the form alone makes us. Set by hand, checked against ordinary comments.</param>
public readonly record struct PersonalDetail(PersonalDetailKind Kind, int Start, int End, float Confidence);
