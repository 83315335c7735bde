// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title What one operator's final epochs owe, and who has drawn it
/// @notice `Settlement` creates one for each operator and moves into it what each final epoch adds to the payouts. Money
/// leaves to the account that it was earned by, and by no other way. There is no owner and no pause.
/// @dev What is here bounds what can be drawn, whatever a claims root says: one operator's lie costs no other's accounts
/// anything. What is kept as balances is set apart as soon as it is claimed, so a later wrong root can't reach it; a wrong
/// root that nobody challenged can pay its liars first what its own epoch's honest accounts have not drawn yet.
interface IClaimVault {
    /// @notice A new root, of the operator's newest final epoch.
    event RootInstalled(bytes32 claimsRoot);
    event Claimed(address indexed account, uint128 amount);
    /// @notice Many claims at once; `amount` is what all of them brought. An account whose cumulative was claimed already
    /// got nothing.
    event ClaimedMany(uint128 amount, bool toBalance, bytes32[] claims);
    /// @notice A balance went to its account.
    event BalanceWithdrawn(address indexed account, uint128 amount);

    error NotSettlement(address caller);
    error BadClaimProof(address account);
    /// @notice The claims, siblings and flags do not fit together, or do not lead to the claims root.
    error BadClaimsProof();
    error NothingToClaim(address account);
    error NothingToWithdraw(address account);
    /// @notice The claims root promises more than there is: a fault of the operator. `reserved` is kept as balances.
    error ClaimsExceedFunds(uint256 reserved, uint256 held);

    /// @notice Takes the claims root of a final epoch; `Settlement` only, after it moved the payouts' rise here.
    function install(bytes32 root) external;

    /// @notice Pays an account what its cumulative payout exceeds the claimed; anyone may send it.
    /// @param packed `account << 96 | cumulative`.
    /// @param proof Siblings from the leaf up.
    /// @return amount Wei paid.
    function claim(bytes32 packed, bytes32[] calldata proof) external returns (uint128 amount);

    /// @notice Claims into the account's balance here, which is cheaper; `withdraw` pays it. Anyone may send it.
    /// @return amount Wei added to the balance.
    function claimToBalance(bytes32 packed, bytes32[] calldata proof) external returns (uint128 amount);

    /// @notice Claims for many accounts by one multiproof; those with nothing new are passed over, a wrong proof reverts
    /// all. Neighbours in the claims tree share nearly all of their proof.
    /// @param claims `account << 96 | cumulative` each, in the order that the multiproof gives to its leaves.
    /// @param proof Siblings that do not follow from the claims.
    /// @param flags As in OpenZeppelin's `MerkleProof.multiProofVerify`, 256 a word, least significant bit first.
    /// @param toBalance Whether the amounts are kept as balances instead of paid.
    /// @return amount Wei claimed in all.
    function claimMany(bytes32[] calldata claims, bytes32[] calldata proof, uint256[] calldata flags, bool toBalance)
        external
        returns (uint128 amount);

    /// @notice Pays an account its balance; anyone may send it.
    /// @return amount Wei paid.
    function withdraw(address account) external returns (uint128 amount);

    /// @notice Wei that an account has claimed: paid to it or kept as its balance.
    function claimedOf(address account) external view returns (uint128);

    /// @notice Wei that `withdraw` would pay.
    function balanceOf(address account) external view returns (uint128);

    /// @notice Wei that is here and no account's balance.
    function unclaimed() external view returns (uint256);

    /// @notice Wei that is kept as balances.
    function reserved() external view returns (uint128);

    /// @notice Of the newest final epoch; claims are proven against it.
    function claimsRoot() external view returns (bytes32);

    function operator() external view returns (address);

    function settlement() external view returns (address);
}
